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
  const select = (id: string) => {
    const found = marketplaces.find((marketplace) => marketplace.id === id)
    if (found) onSelect(found)
  }
  const choose = (id: string) => {
    select(id)
    onNext()
  }
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
          onValueChange={select}
        >
          {marketplaces.map(({ id, name, description }) => (
            <RadioGroup.ChoiceBox
              key={id}
              value={id}
              // By pointer it is chosen at once; the arrow keys only move among them.
              onClick={({ detail }) => detail > 0 && choose(id)}
              label={name}
              description={description ?? t("connect.marketplace.other")}
            />
          ))}
        </RadioGroup>
      </QueryState>
    </StepLayout>
  )
}
