import { Button, Container, Text } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import type { CheckResult as Result } from "../../../marketplaces/port"
import { useCheckLabelKeys, useCreateLabelAccount, useLabelServices } from "../../hooks/api/labels"
import { CheckResult } from "../check-result"
import { CredentialFields } from "../credential-fields"
import { SectionHeader } from "../section-header"

/** Connects a key pair: it is tried first, and saved only where the service accepts it. */
export const ConnectLabelAccount = () => {
  const { t } = useTranslation("marketplaces")
  const service = useLabelServices().data?.services[0]
  const [credentials, setCredentials] = useState<Record<string, string>>({})
  const [result, setResult] = useState<Result | null>(null)
  const check = useCheckLabelKeys()
  const create = useCreateLabelAccount()
  if (!service) return null
  const isComplete = service.credential_fields.every(({ name, required }) => !required || credentials[name])
  const connect = async (event: FormEvent) => {
    event.preventDefault()
    const body = { service_id: service.id, credentials }
    const answer = await check.mutateAsync(body).catch(() => null)
    setResult(answer)
    if (!answer?.ok) return
    const made = await create.mutateAsync(body).catch(() => null)
    if (made) setCredentials({})
  }
  return (
    <Container className="divide-y p-0">
      <SectionHeader
        title={t("labelAccounts.connect", { name: service.name })}
        hint={service.description ?? ""}
      />
      <form className="flex flex-col gap-y-4 px-6 py-4" onSubmit={(event) => void connect(event)}>
        <Text size="small" className="text-ui-fg-subtle whitespace-pre-line">
          {service.credentials_guide}
        </Text>
        <CredentialFields fields={service.credential_fields} values={credentials} onChange={setCredentials} />
        {result && <CheckResult result={result} />}
        <div>
          <Button
            size="small"
            type="submit"
            disabled={!isComplete}
            isLoading={check.isPending || create.isPending}
          >
            {t("labelAccounts.save")}
          </Button>
        </div>
      </form>
    </Container>
  )
}
