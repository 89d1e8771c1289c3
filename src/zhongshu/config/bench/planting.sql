-- Read by planting.py. Tables: n(i) = 1, 2, 3 …; step(position, key, name, kind, completion, who, conditions) of the route.
-- people, matters, units, keepers and tasks are numbers, day and at fixed dates, stamp a moment that depends on i.

INSERT INTO org_version (number) VALUES (1);

INSERT INTO org_unit (id, code, kind, path, name, short_name, number_code, "order", valid_from)
VALUES (1, '1', 'organ', '/1/', '清河县人民政府', '县政府', '清政', 0, $day);

INSERT INTO org_unit
  (id, code, kind, path, name, short_name, number_code, "order", valid_from, parent_id, organ_id)
SELECT i + 1, 'u' || i, 'section', '/1/' || (i + 1) || '/', '第' || i || '科', '第' || i || '科', '', i, $day, 1, 1
FROM n WHERE i <= $units;

INSERT INTO org_unitname (unit_id, name, short_name, valid_from)
SELECT id, name, short_name, valid_from FROM org_unit;

INSERT INTO org_person (id, code, name, pinyin, staff_type, telephone, "order", valid_from)
SELECT i, 'p' || i, '人员' || i, 'renyuan ry', '', '', i, $day FROM n WHERE i <= $people;

INSERT INTO org_post (id, code, unit_id, name, is_head, "order", valid_from)
SELECT i, 'post' || i, 2 + i % $units, '岗位', i <= $units, i, $day FROM n WHERE i <= 2 * $units;

-- The first hundred people head a unit each, the others share the second post of their unit.
INSERT INTO org_appointment (person_id, post_id, is_main, valid_from)
SELECT i, CASE WHEN i <= $units THEN i ELSE $units + 1 + i % $units END, (1 = 1), $day FROM n WHERE i <= $people;

INSERT INTO org_holder (id, person_id) SELECT i, i FROM n WHERE i <= $people;
INSERT INTO org_holder (id, post_id) SELECT $people + i, i FROM n WHERE i <= 2 * $units;

-- Three registrars, an office head, five leaders.
INSERT INTO org_role (holder_id, key, unit_id, valid_from)
SELECT i, CASE WHEN i < $keepers THEN 'registrar' WHEN i = $keepers THEN 'office_head' ELSE 'leader' END, 1, $day
FROM n WHERE i <= $keepers + 5;

INSERT INTO org_account
  (id, person_id, login, display_name, password, created_by, created_at, must_change_password, activated_at, look,
   uses_keys)
SELECT i, i, 'login' || i, '人员' || i, '!', 'system', $at, (1 = 0), $at, 'normal', (1 = 1) FROM n WHERE i <= $people;

INSERT INTO numbering_series (organ, code, name, template, "by", at)
VALUES ('organ:1', 'incoming', '收文', '收〔{year}〕{number}号', 'system', $at);

INSERT INTO matters_matter
  (id, kind, number, title, organ_id, lead_unit_id, source_quote, urgency, label, calendar_version,
   received_at, due_at, opened_by_id, opened_at, closed_by, closed_at, outcome)
SELECT i, 'incoming', '收〔2026〕' || i || '号', '关于做好第' || i || '项重点工作的通知', 1, 2 + i % $units, '',
       i % 3, 'public', '2026.1', $at, $stamp, 1 + i % 3, $at, '',
       CASE WHEN i <= $matters / 2 THEN NULL ELSE $stamp END,
       CASE WHEN i <= $matters / 2 THEN '' ELSE 'completed' END
FROM n WHERE i <= $matters;

INSERT INTO documents_incomingdocument
  (matter_id, year, sender, sender_number, number_key, genre, urgency, handling_type, copies, copy_number,
   signed_for_by, recipients, attachment_titles, note, force)
SELECT i, 2026, '市人民政府办公室', '市政办〔2026〕' || i || '号', '市政办〔2026〕' || i, 'notice', 'none',
       'for_action', 1, '', '人员1', '', '', '', ''
FROM n WHERE i <= $matters;

INSERT INTO matters_run
  (id, matter_id, role, route_key, route_version, reason, request, started_by, started_at, ended_at, outcome)
SELECT id, id, 'main', 'incoming', 1, '', '{}', 'person:1', opened_at, closed_at, outcome FROM matters_matter;

-- All stations before the fifth (承办) have ended; that one stands open where the matter does.
INSERT INTO matters_station
  (id, run_id, key, name, kind, "order", who, completion, ratio, block, block_name, branch, is_required, conditions, effects,
   round, begun_at, ended_at, came_from, chosen, resume_to, resume_holders)
SELECT (i - 1) * 8 + position, i, key, name, kind, position, ${who}, completion, 0, '', '', 0, (1 = 0), ${conditions},
       '[]', CASE WHEN position <= $tasks THEN 1 ELSE 0 END,
       CASE WHEN position <= $tasks THEN $at END,
       CASE WHEN position < $tasks OR (position = $tasks AND i > $matters / 2) THEN $at END,
       '', '[]', '', '[]'
FROM n CROSS JOIN step WHERE i <= $matters;

INSERT INTO matters_task
  (matter_id, station_id, name, kind, holder_id, round, "order", is_added, is_bound, given_by, given_at, opened_at,
   done_at, done_by_id, outcome, opinion, request)
SELECT i, (i - 1) * 8 + position, name, kind, 1 + (i * 7919 + position) % $people, 1, 0, (1 = 0), (1 = 0), 'person:1', $at, $at,
       CASE WHEN position = $tasks AND i <= $matters / 2 THEN NULL ELSE $stamp END,
       CASE WHEN position = $tasks AND i <= $matters / 2 THEN NULL ELSE 1 + (i * 7919 + position) % $people END,
       CASE WHEN position = $tasks AND i <= $matters / 2 THEN '' ELSE 'completed' END,
       '同意，请按规定办理。', ''
FROM n CROSS JOIN step WHERE i <= $matters AND position <= $tasks;

-- The few stand outside: the other way round it would be millions by millions.
INSERT INTO matters_grant (matter_id, holder_id, reason, since)
SELECT m.i, k.i, 'register', $at FROM n k CROSS JOIN n m WHERE k.i <= $keepers AND m.i <= $matters;

INSERT INTO matters_grant (matter_id, holder_id, reason, since)
SELECT i, 1 + (i * 7919 + $tasks) % $people, 'task', $at
FROM n WHERE i <= $matters AND 1 + (i * 7919 + $tasks) % $people > $keepers;

INSERT INTO trail_head (stream, seq, digest, at) SELECT 'matter:' || i, 1, '0', $at FROM n WHERE i <= $matters;

INSERT INTO trail_entry (stream, seq, verb, "by", on_behalf_of, at, detail, digest)
SELECT 'matter:' || i, 1, 'matters.opened', 'person:1', '', $at, '', '0' FROM n WHERE i <= $matters;

INSERT INTO notices_notice (person_id, kind, text, outside, link, about, is_urgent, at)
SELECT 1 + i % $people, 'task', '承办：关于做好重点工作的通知', '承办：关于做好重点工作的通知', '/matters/1/', 'matter:1', (1 = 0), $at
FROM n WHERE i <= 20 * $people;
