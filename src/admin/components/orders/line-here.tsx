import { Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { ShownLine } from "../../../api/admin/marketplaces/orders/types"
import { useFormat } from "../../hooks/use-format"

/** From this distance on, a price is marked: the guard's default. */
const STRANGE_PERCENT = 50

const isShort = ({ here, quantity }: ShownLine) =>
  here?.stock != null && quantity !== null && here.stock < quantity
const isStrange = ({ here }: ShownLine) => Math.abs(here?.difference_percent ?? 0) > STRANGE_PERCENT

/** How much a line asks to be looked at before it is accepted. */
export const doubt = (line: ShownLine): number =>
  line.here ? [line.here.variant_id === null, isShort(line), isStrange(line)].filter(Boolean).length : 0

type Props = { line: ShownLine; currency: string | null }

/** What the store knows of a line's article, while the order waits for an answer: its stock, its price, and how far that is. */
export const LineHere = ({ line, currency }: Props) => {
  const { t, i18n } = useTranslation("marketplaces")
  const { money } = useFormat()
  const { here } = line
  if (!here) return null
  const { variant_id, stock, is_managed, price, difference_percent } = here
  if (variant_id === null) {
    return (
      <Text size="small" className="text-ui-tag-orange-text">
        {t("here.unknown")}
      </Text>
    )
  }
  const percent = new Intl.NumberFormat(i18n.language, {
    style: "percent",
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  })
  const marked = (is: boolean) => (is ? "text-ui-tag-red-text" : "")
  return (
    <Text size="small" className="text-ui-fg-subtle">
      <span className={marked(isShort(line))}>
        {is_managed
          ? stock === null
            ? t("here.unknownStock")
            : t("here.stock", { stock })
          : t("here.unmanaged")}
      </span>
      {" · "}
      <span className={marked(isStrange(line))}>
        {price === null && t("here.noPrice")}
        {price !== null &&
          (difference_percent === null
            ? t("here.priceAlone", { price: money(price, currency) })
            : t("here.price", {
                price: money(price, currency),
                difference: percent.format(difference_percent / 100),
              }))}
      </span>
    </Text>
  )
}
