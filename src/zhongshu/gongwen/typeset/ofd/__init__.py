"""Writing OFD (GB/T 33190-2016) from a PDF that was set here, all in the same place: `writing.to_ofd`."""
