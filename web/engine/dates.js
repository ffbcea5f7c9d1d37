// Days as texts, `YYYY-MM-DD`: they compare as texts do. Arithmetic counts days from 1970-01-01 in UTC.

const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY = 86_400_000;

/** The day itself if the text is a day of the calendar, else null. */
export function parseDay(text) {
  const parts = FORM.exec(text);
  if (!parts) return null;
  const [year, month, day] = parts.slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? text : null;
}

/** The day so many days later, or null past the last year that four digits write. */
export function addDays(day, days) {
  const date = new Date(Date.parse(day) + days * DAY);
  const text = date.toISOString();
  return text.length === 24 ? text.slice(0, 10) : null;
}

/**
 * A period that would end on a Saturday, a Sunday or a holiday ends with the next working day (Regulation 1182/71, Article
 * 3(4)). `holidays` are those of the Commission, to whom the notification goes; a year without a list counts weekends alone.
 */
export function nextWorkingDay(day, holidays) {
  const works = (at) => ![0, 6].includes(new Date(Date.parse(at)).getUTCDay()) && !holidays.includes(at);
  let at = day;
  while (at !== null && !works(at)) at = addDays(at, 1);
  return at ?? day;
}
