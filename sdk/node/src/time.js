// Instants are milliseconds since 1970-01-01T00:00:00Z, dates days since 1970-01-01 in law time (UTC+8): as numbers,
// and as people write them.
const DAY_MS = 86_400_000;
const LAW_MS = 8 * 3_600_000;

function days(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists =
    year >= 1 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() / DAY_MS : undefined;
}

/** "2025-09-26" as days; undefined when there is no such date. */
export function parseDate(text) {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return found ? days(+found[1], +found[2], +found[3]) : undefined;
}

/**
 * "2025-09-26T11:05:00+08:00" as milliseconds, with optional fraction of at most three digits, any offset or Z;
 * undefined for anything else.
 */
export function parseInstant(text) {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text);
  if (!found) return undefined;
  const [hour, minute, second, offsetHour, offsetMinute] = [4, 5, 6, 9, 10].map((i) => Number(found[i] ?? 0));
  const day = days(+found[1], +found[2], +found[3]);
  if (day === undefined || hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59)
    return undefined;
  const offset = (offsetHour * 60 + offsetMinute) * (found[8] === "-" ? -60_000 : 60_000);
  return day * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + Number((found[7] ?? "").padEnd(3, "0")) - offset;
}

const iso = (ms) => new Date(ms).toISOString();
export const printDate = (value) => iso(value * DAY_MS).slice(0, 10);
/** In law time, milliseconds only where there are some. */
export const printInstant = (ms) =>
  `${iso(ms + LAW_MS)
    .slice(0, 23)
    .replace(/\.000$/, "")}+08:00`;
