-- Read by sending.py, after planting.sql. n(i) = 1, 2, 3 …; first is the number before the first new matter, towns how many organs.

INSERT INTO org_unit
  (id, code, kind, path, name, short_name, number_code, "order", valid_from, parent_id, organ_id)
SELECT $units + 1 + i, 't' || i, 'organ', '/' || ($units + 1 + i) || '/', '清河县第' || i || '镇人民政府', '第' || i || '镇', '', i, $day, NULL,
       NULL
FROM n WHERE i <= $towns;

INSERT INTO org_unitname (unit_id, name, short_name, valid_from)
SELECT id, name, short_name, valid_from FROM org_unit WHERE kind = 'organ' AND id > 1;

INSERT INTO org_role (holder_id, key, unit_id, valid_from)
SELECT 100 + i, 'registrar', $units + 1 + i, $day FROM n WHERE i <= $towns;

INSERT INTO numbering_series (organ, code, name, template, "by", at)
SELECT 'organ:' || ($units + 1 + i), 'incoming', '收文', '收〔{year}〕{number}号', 'system', $at FROM n WHERE i <= $towns;

INSERT INTO matters_matter
  (id, kind, number, title, organ_id, lead_unit_id, source_quote, urgency, label, calendar_version,
   received_at, opened_by_id, opened_at, closed_by, closed_at, outcome)
SELECT $first + i, 'outgoing', '清政发〔2026〕' || i || '号', '清河县人民政府关于做好第' || i || '项重点工作的通知', 1, 2 + i % $units, '',
       i % 3, 'public', '', $at, 1 + i % $people, $stamp, 'person:1', $stamp, 'completed'
FROM n WHERE i <= $documents;

INSERT INTO outgoing_outgoingdocument
  (matter_id, year, genre, direction, is_important, disclosure, countersigned, is_normative, affects_market, telegram_grade, sealing)
SELECT $first + i, 2026, 'notice', 'down', (1 = 0), 'open', (1 = 0), (1 = 0), (1 = 0), '', 'seal' FROM n WHERE i <= $documents;

INSERT INTO matters_grant (matter_id, holder_id, reason, since)
SELECT $first + m.i, k.i, 'register', $at FROM n k CROSS JOIN n m WHERE k.i <= $keepers AND m.i <= $documents;

INSERT INTO matters_grant (matter_id, holder_id, reason, since)
SELECT $first + i, 1 + i % $people, 'task', $at FROM n WHERE i <= $documents AND 1 + i % $people > $keepers;

INSERT INTO trail_head (stream, seq, digest, at) SELECT 'matter:' || ($first + i), 1, '0', $at FROM n WHERE i <= $documents;
