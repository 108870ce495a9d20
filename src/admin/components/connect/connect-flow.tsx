import { RouteFocusModal } from "@medusajs/dashboard/components"
import { ProgressTabs } from "@medusajs/ui"
import { type ReactNode, useState } from "react"
import { useTranslation } from "react-i18next"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import type { Marketplace } from "../../../api/admin/marketplaces/types"
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
  const [connection, setConnection] = useState<Connection>()
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
        onChange={setCredentials}
        onNext={() => setStep("destination")}
      />
    ),
    destination: marketplace && (
      <DestinationStep
        marketplace={marketplace}
        credentials={credentials}
        onCreated={(created) => {
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
