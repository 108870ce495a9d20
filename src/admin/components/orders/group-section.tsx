import { Badge, Checkbox, Heading, Label, Text } from "@medusajs/ui"
import { type ReactNode, useId } from "react"
import { useTranslation } from "react-i18next"
import { Link, useLocation } from "react-router-dom"

/** Of the heading of a group with this key, to jump to. */
export const groupTitleId = (key: string) => `to-fix-${key}`

type Props = {
  /** Of `ToFixEntry`. */
  id: string
  title: string
  badge: { text: string; color: "red" | "orange" | "grey" }
  /** How many have it, in words. */
  count: string
  hint?: string
  /** What is done with all of them, or with those that are chosen. */
  buttons: ReactNode
  children: ReactNode
}

/** Everything that waits for a person by one cause. */
export const GroupSection = ({ id, title, badge, count, hint, buttons, children }: Props) => {
  const titleId = groupTitleId(id)
  return (
    <section className="flex flex-col gap-y-4 px-6 py-4" aria-labelledby={titleId}>
      <div className="flex flex-col gap-x-4 gap-y-2 md:flex-row md:items-start md:justify-between">
        <div className="flex min-w-0 flex-col gap-y-1">
          <div className="flex flex-wrap items-center gap-2">
            <Heading level="h2" id={titleId} tabIndex={-1}>
              {title}
            </Heading>
            <Badge size="2xsmall" color={badge.color}>
              {badge.text}
            </Badge>
            <Text size="small" leading="compact" className="text-ui-fg-subtle">
              {count}
            </Text>
          </div>
          {hint && (
            <Text size="small" className="text-ui-fg-subtle">
              {hint}
            </Text>
          )}
        </div>
        <div className="flex flex-wrap gap-2 md:shrink-0">{buttons}</div>
      </div>
      {children}
    </section>
  )
}

type ChoiceProps = {
  orderId: string
  number: string
  isChosen: boolean
  onChoose: (isChosen: boolean) => void
}

/** The beginning of a group's line: its tick, and the way to its order. */
export const GroupChoice = ({ orderId, number, isChosen, onChoose }: ChoiceProps) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const id = useId()
  return (
    <div className="flex items-center gap-x-3">
      <Checkbox id={id} checked={isChosen} onCheckedChange={(checked) => onChoose(checked === true)} />
      <Label htmlFor={id} className="sr-only">
        {t("fix.choose", { number })}
      </Label>
      <Link
        to={`/marketplace-orders/${orderId}${search}`}
        className="txt-compact-small-plus text-ui-fg-interactive-hover dark:text-ui-fg-interactive"
      >
        {number}
      </Link>
    </div>
  )
}
