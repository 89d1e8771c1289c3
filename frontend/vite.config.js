import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const outline = resolve(here, "../node_modules/@tabler/icons/icons/outline");

/** The icons named in icons.txt as symbols of one SVG file, which every page shares and the browser keeps. */
function sprite() {
  const names = readFileSync(resolve(here, "icons.txt"), "utf8").split("\n").filter(Boolean);
  const symbols = names.map((name) => {
    const svg = readFileSync(resolve(outline, `${name}.svg`), "utf8");
    const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s+/g, " ").trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

/** Writes the sprite, and manifest.json: the plain name of each file → its name with a digest. */
function manifest() {
  return {
    name: "zhongshu-manifest",
    generateBundle(_, bundle) {
      const source = sprite();
      const digest = createHash("sha256").update(source).digest("hex").slice(0, 8);
      this.emitFile({ type: "asset", fileName: `icons-${digest}.svg`, source });
      const names = { "icons.svg": `icons-${digest}.svg` };
      for (const file of Object.values(bundle)) {
        if (file.isEntry) names[`${file.name}.js`] = file.fileName;
        else if (file.type === "asset") names[file.names[0]] = file.fileName;
      }
      this.emitFile({ type: "asset", fileName: "manifest.json", source: JSON.stringify(names, null, 1) });
    },
  };
}

export default defineConfig({
  root: here,
  base: "./",
  publicDir: false,
  logLevel: "warn",
  plugins: [manifest()],
  build: {
    outDir: resolve(here, "../src/zhongshu/ui/static/built"),
    emptyOutDir: true,
    target: "chrome87",
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700, // the charts, which few pages load
    rolldownOptions: {
      input: { core: resolve(here, "core.js"), charts: resolve(here, "charts.js"), designer: resolve(here, "designer.js"), drafting: resolve(here, "drafting.js"), keys: resolve(here, "keys.js"), remarks: resolve(here, "remarks.js") },
      output: { entryFileNames: "[name]-[hash].js", chunkFileNames: "[name]-[hash].js", assetFileNames: "[name]-[hash][extname]" },
    },
  },
});
