import { RouteFocusModal } from "@medusajs/dashboard/components"
import { ProgressTabs } from "@medusajs/ui"
import { type ReactNode, useState } from "react"
import { useTranslation } from "react-i18next"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import type { Marketplace } from "../../../api/admin/marketplaces/types"
import type { CheckResult } from "../../../marketplaces/port"
import { useMarketplaces } from "../../hooks/api/marketplaces"
import { forgetDraft, keepDraft, readDraft } from "../../lib/connect-draft"
import { UnsavedPrompt } from "../unsaved-prompt"
import { CredentialsStep } from "./credentials-step"
import { DestinationStep } from "./destination-step"
import { FirstImportStep } from "./first-import-step"
import { MarketplaceStep } from "./marketplace-step"

const STEPS = ["marketplace", "credentials", "destination", "import"] as const
type Step = (typeof STEPS)[number]

/** From nothing to a working connection. What was done cannot be left behind: a connection that is made stays made. */
export const ConnectFlow = () => {
  const { t } = useTranslation("marketplaces")
  const [step, setStep] = useState<Step>("marketplace")
  const [marketplace, setMarketplace] = useState<Marketplace>()
  const [credentials, setCredentials] = useState<Record<string, string>>({})
  const [checked, setChecked] = useState<CheckResult>()
  const [connection, setConnection] = useState<Connection>()
  const known = useMarketplaces().data?.marketplaces
  const [draft] = useState(readDraft)
  const restored = known?.find(({ id }) => id === draft?.marketplace_id)
  const [isRestored, setRestored] = useState(!draft)
  if (!isRestored && known) {
    setRestored(true)
    if (restored && draft) {
      setMarketplace(restored)
      setCredentials(draft.credentials)
      setStep("credentials")
    }
  }
  const type = (typed: Record<string, string>) => {
    setCredentials(typed)
    if (marketplace) keepDraft(marketplace, typed)
  }
  const reached = STEPS.indexOf(step)

  const panels: Record<Step, ReactNode> = {
    marketplace: (
      <MarketplaceStep
        selected={marketplace}
        onSelect={(selected) => {
          if (selected.id !== marketplace?.id) setCredentials({})
          setMarketplace(selected)
        }}
        onNext={() => setStep("credentials")}
      />
    ),
    credentials: marketplace && (
      <CredentialsStep
        marketplace={marketplace}
        credentials={credentials}
        onChange={type}
        onNext={(result) => {
          setChecked(result)
          setStep("destination")
        }}
      />
    ),
    destination: marketplace && (
      <DestinationStep
        marketplace={marketplace}
        credentials={credentials}
        checked={checked}
        onCreated={(created) => {
          forgetDraft()
          setConnection(created)
          setStep("import")
        }}
      />
    ),
    import: connection && <FirstImportStep connection={connection} />,
  }

  return (
    <ProgressTabs
      value={step}
      onValueChange={(value) => setStep(value as Step)}
      className="flex h-full flex-col overflow-hidden"
    >
      <UnsavedPrompt isDirty={!connection && Object.values(credentials).some((typed) => typed.trim())} />
      <RouteFocusModal.Header>
        <ProgressTabs.List className="hidden w-full items-center md:flex">
          {STEPS.map((name, index) => (
            <ProgressTabs.Trigger
              key={name}
              value={name}
              disabled={index > reached || (connection !== undefined && name !== "import")}
              status={index < reached ? "completed" : index === reached ? "in-progress" : "not-started"}
              className="max-w-[200px] truncate"
            >
              {t(`connect.steps.${name}`)}
            </ProgressTabs.Trigger>
          ))}
        </ProgressTabs.List>
      </RouteFocusModal.Header>
      <ProgressTabs.Content value={step} className="flex min-h-0 flex-1 flex-col outline-none">
        {panels[step]}
      </ProgressTabs.Content>
    </ProgressTabs>
  )
}
