import { useTranslation } from "react-i18next"

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Dates, money and distances in time, as the admin's language writes them. Null is a dash. */
export function useFormat() {
  const { i18n } = useTranslation()
  const language = i18n.language
  return {
    date: (time: string | null | undefined) =>
      time
        ? new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(
            new Date(time)
          )
        : "–",
    /** Shorter than `date`, for lists: the year only where it is another than this one. */
    moment: (time: string | null | undefined) =>
      time
        ? new Intl.DateTimeFormat(language, {
            day: "numeric",
            month: "short",
            year: new Date(time).getFullYear() === new Date().getFullYear() ? undefined : "numeric",
            hour: "2-digit",
            minute: "2-digit",
          }).format(new Date(time))
        : "–",
    money: (amount: number | null | undefined, currency: string | null | undefined) =>
      typeof amount === "number" && currency
        ? new Intl.NumberFormat(language, { style: "currency", currency: currency.toUpperCase() }).format(
            amount
          )
        : "–",
    /** The name of a country by its two letters. */
    country: (code: string | null | undefined) =>
      code && /^[a-z]{2}$/i.test(code)
        ? (new Intl.DisplayNames([language], { type: "region" }).of(code.toUpperCase()) ?? code)
        : (code ?? null),
    number: (value: number) => new Intl.NumberFormat(language).format(value),
    /** A calendar day, whatever the time zone: "Nov 3". */
    day: (date: string) =>
      new Intl.DateTimeFormat(language, { day: "numeric", month: "short", timeZone: "UTC" }).format(
        new Date(date)
      ),
    /** "12 min", "3.5 hr", "2 days" */
    hours: (hours: number) => {
      const [value, unit] =
        hours < 1 ? [hours * 60, "minute"] : hours < 48 ? [hours, "hour"] : [hours / 24, "day"]
      const style = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: hours < 1 ? 0 : 1 }
      return new Intl.NumberFormat(language, style as Intl.NumberFormatOptions).format(value)
    },
    /** "in 3 hours", "2 days ago" */
    distance: (time: string | null | undefined) => {
      if (!time) return "–"
      const away = new Date(time).getTime() - Date.now()
      const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" })
      if (Math.abs(away) < HOUR) return words.format(Math.trunc(away / MINUTE), "minute")
      if (Math.abs(away) < 2 * DAY) return words.format(Math.trunc(away / HOUR), "hour")
      return words.format(Math.trunc(away / DAY), "day")
    },
  }
}
