import { Button } from "@medusajs/ui"
import { useTranslation } from "react-i18next"

type Props = {
  count: number
  commands: { label: string; onClick: () => void; isLoading?: boolean }[]
  onClear: () => void
}

/** What can be done with everything that is chosen. Core's command bar listens to bare letters on the whole page: not here. */
export const SelectionBar = ({ count, commands, onClear }: Props) => {
  const { t } = useTranslation("marketplaces")
  if (!count) return null
  return (
    <div className="pointer-events-none sticky bottom-4 z-10 flex justify-center px-4 py-2">
      <div
        role="toolbar"
        aria-label={t("selection.title")}
        className="bg-ui-bg-base shadow-elevation-flyout pointer-events-auto flex flex-wrap items-center gap-1 rounded-lg px-3 py-2"
      >
        <span role="status" className="txt-compact-small-plus text-ui-fg-subtle pr-2">
          {t("selection.count", { count })}
        </span>
        {commands.map(({ label, onClick, isLoading }) => (
          <Button
            key={label}
            size="small"
            variant="secondary"
            type="button"
            isLoading={isLoading}
            onClick={onClick}
          >
            {label}
          </Button>
        ))}
        <Button size="small" variant="transparent" type="button" onClick={onClear}>
          {t("selection.clear")}
        </Button>
      </div>
    </div>
  )
}
