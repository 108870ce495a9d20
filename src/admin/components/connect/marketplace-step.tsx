import { Button, RadioGroup } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useMarketplaces } from "../../hooks/api/marketplaces"
import type { Marketplace } from "../../../api/admin/marketplaces/types"
import { QueryState } from "../query-state"
import { StepLayout } from "./step-layout"

type Props = { selected?: Marketplace; onSelect: (marketplace: Marketplace) => void; onNext: () => void }

export const MarketplaceStep = ({ selected, onSelect, onNext }: Props) => {
  const { t } = useTranslation("marketplaces")
  const query = useMarketplaces()
  const marketplaces = query.data?.marketplaces ?? []
  return (
    <StepLayout
      title={t("connect.marketplace.title")}
      hint={t("connect.marketplace.hint")}
      onSubmit={() => selected && onNext()}
      footer={
        <Button size="small" type="submit" disabled={!selected}>
          {t("actions.continue")}
        </Button>
      }
    >
      <QueryState query={query}>
        <RadioGroup
          aria-label={t("connect.steps.marketplace")}
          className="grid grid-cols-1 gap-4 md:grid-cols-2"
          value={selected?.id ?? ""}
          onValueChange={(id) => {
            const found = marketplaces.find((marketplace) => marketplace.id === id)
            if (found) onSelect(found)
          }}
        >
          {marketplaces.map(({ id, name, description }) => (
            <RadioGroup.ChoiceBox
              key={id}
              value={id}
              label={name}
              description={description ?? t("connect.marketplace.other")}
            />
          ))}
        </RadioGroup>
      </QueryState>
    </StepLayout>
  )
}
