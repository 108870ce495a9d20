import { Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useFormat } from "../../hooks/use-format"

const HEIGHT = 48
const BAR = 8
const GAP = 2
/** A day without anything is a line, so that it is not taken for a missing one. */
const NOTHING = 1

type Props = { title: string; days: { date: string; value: number }[] }

/** One value a day with its sum beside it. The figures themselves are in the table below the charts. */
export const BarChart = ({ title, days }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { number, day } = useFormat()
  const total = days.reduce((sum, { value }) => sum + value, 0)
  const most = Math.max(...days.map(({ value }) => value), 1)
  const width = days.length * (BAR + GAP)
  const peak = days.find(({ value }) => value === most)
  return (
    <figure className="flex min-w-0 flex-col gap-y-2">
      <figcaption className="flex items-baseline justify-between gap-x-2">
        <Text size="small" leading="compact" weight="plus">
          {title}
        </Text>
        <Text size="large" leading="compact" weight="plus">
          {number(total)}
        </Text>
      </figcaption>
      <svg
        role="img"
        aria-label={
          total && peak
            ? t("overview.chart", { title, total: number(total), peak: number(most), date: day(peak.date) })
            : t("overview.chartNothing", { title })
        }
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="text-ui-tag-blue-icon h-12 w-full"
      >
        {days.map(({ date, value }, index) => {
          const height = value ? Math.max((value / most) * HEIGHT, 3) : NOTHING
          return (
            <rect
              key={date}
              x={index * (BAR + GAP)}
              y={HEIGHT - height}
              width={BAR}
              height={height}
              fill="currentColor"
              opacity={value ? 1 : 0.4}
            >
              <title>{`${day(date)}: ${number(value)}`}</title>
            </rect>
          )
        })}
      </svg>
      <div className="text-ui-fg-subtle txt-compact-xsmall flex justify-between" aria-hidden>
        <span>{days.length ? day(days[0].date) : ""}</span>
        <span>{days.length ? day(days[days.length - 1].date) : ""}</span>
      </div>
    </figure>
  )
}
