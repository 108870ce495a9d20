import { generateEntityId, MedusaError } from "@medusajs/framework/utils"
import type { MedusaContainer } from "@medusajs/framework/types"
import type { CheckResult } from "../../marketplaces/port"
import { optionRuleSchema, type OptionRuleInput } from "../../labels/choose-option"
import { commonLabelSettings, labelSettingsSchema } from "../../labels/settings"
import type { AccountKeys, LabelAccountFields } from "../../modules/label/stores/accounts"
import type { OptionRuleChange } from "../../modules/label/stores/label-rules"
import { changedMeanwhile, invalid, notAllowed, notFound } from "../../modules/marketplace/refusal"
import { mergeSettings } from "../../orders/settings"
import { labelsOf } from "../shared/labels"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"
import { askLive, webhookUrlOf } from "./look-at-account"
import { wakeLabels, wakePanel } from "./wake-labels"

const MOST_RULES = 200
/** Each begins again with what another save has left. */
const MOST_TRIES = 20
const CHECK_MS = 10_000

export const newLabelAccountId = () => generateEntityId("", "mplacc")

export type LabelAccountInput = Partial<LabelAccountFields>

/** Settings with a change laid over them, as they are stored. Throws a 400 that names what is wrong. */
function settingsWith(
  container: MedusaContainer,
  service_id: string,
  current: Record<string, unknown>,
  patch: Record<string, unknown> | undefined
): Record<string, unknown> {
  const service = labelsOf(container).labelService(service_id)
  const result = labelSettingsSchema(service_id, service.settings_schema).safeParse(
    mergeSettings(current, patch ?? {})
  )
  if (result.success) return result.data
  const sentences = result.error.issues.map(({ path, message }) => `settings.${path.join(".")}: ${message}`)
  throw new MedusaError(MedusaError.Types.INVALID_DATA, sentences.slice(0, 10).join("; "))
}

type CreateInput = LabelAccountInput & {
  id: string
  service_id: string
  account: string
  encrypted: string
  hints: Record<string, string>
  actor: Actor
}

/** Connects an account. Its keys are written with it, encrypted by the caller: a workflow's input never holds them. */
export const createMarketplaceLabelAccountWorkflow = oneStepWorkflow(
  "create-marketplace-label-account",
  async (input: CreateInput, { container }) => {
    const labels = labelsOf(container)
    const { id, service_id, account, encrypted, hints, settings, ...fields } = input
    const known = await labels.accounts.insertAccount({
      id,
      service_id,
      account,
      name: fields.name ?? labels.labelService(service_id).descriptor.name,
      is_enabled: fields.is_enabled ?? true,
      settings: settingsWith(container, service_id, {}, settings),
      senders: fields.senders ?? {},
      default_sender_id: fields.default_sender_id ?? null,
      fallback: fields.fallback ?? null,
      return_option: fields.return_option ?? null,
      brand_id: fields.brand_id ?? null,
      sales_channel_ids: fields.sales_channel_ids ?? [],
      activated_instance: await marketplaceOf(container).instance(),
      encrypted,
      hints,
    })
    if (known) throw invalid("label_account_exists", { name: known.name })
    wakeLabels(container, 1)
    return { result: id, before: id }
  },
  async (id, { container }) => {
    if (id !== undefined) await labelsOf(container).accounts.deleteAccount(id)
  }
)

type UpdateInput = LabelAccountInput & {
  id: string
  version?: string
  /** Whose keys they are: they stay those of the same account once labels were made with it. */
  account?: string
  keys?: AccountKeys
  actor: Actor
}

/**
 * Lays what was given over the account as it is, and writes it if it still is as it was read; otherwise begins again. With
 * `version` only the account that was shown is changed.
 */
export const updateMarketplaceLabelAccountWorkflow = oneStepWorkflow(
  "update-marketplace-label-account",
  async (
    { id, version, keys, account: owner, actor: _, settings, ...fields }: UpdateInput,
    { container }
  ) => {
    const { accounts, account } = labelsOf(container)
    let isSaved = false
    for (let tries = 0; tries < MOST_TRIES && !isSaved; tries++) {
      const row = await account(id)
      if (owner !== undefined && owner !== row.account) throw invalid("label_account_fixed")
      if (version !== undefined && version !== row.version) break
      const change = {
        ...fields,
        ...(settings && { settings: settingsWith(container, row.service_id, row.settings, settings) }),
      }
      isSaved = await accounts.changeAccount(
        row,
        change,
        keys ?? null,
        newlyAutomatic(row, { ...row, ...change })
      )
    }
    if (!isSaved) throw changedMeanwhile()
    wakePanel(container, (await labelsOf(container).panel.wakePanelAccounts([id])).length)
    const woken = await labelsOf(container).requests.wakeAccount(id)
    wakeLabels(container, woken.length)
    return id
  }
)

/** Which labels it may make now that it did not make before. */
function newlyAutomatic(before: LabelAccountFields, after: LabelAccountFields): ("account" | "returns")[] {
  const differs = (mode: "mode" | "return_mode") => {
    const said = ({ is_enabled, settings, sales_channel_ids }: LabelAccountFields) =>
      JSON.stringify([is_enabled, commonLabelSettings(settings).labels[mode], sales_channel_ids])
    return said(before) !== said(after)
  }
  return [
    ...(differs("mode") ? (["account"] as const) : []),
    ...(differs("return_mode") ? (["returns"] as const) : []),
  ]
}

export const deleteMarketplaceLabelAccountWorkflow = oneStepWorkflow(
  "delete-marketplace-label-account",
  async ({ id, version }: { id: string; version?: string; actor: Actor }, { container }) => {
    const labels = labelsOf(container)
    if (!(await labels.accounts.deleteAccount(id, version ?? null))) {
      await labels.account(id)
      throw changedMeanwhile()
    }
    labels.forgetPace(id)
    // What stood in its panel is shown by the account that takes its place.
    wakePanel(container, (await labels.panel.wakePanelAccounts([id])).length)
    return id
  }
)

/** One cheap call with the stored keys; at most 10 seconds. Working ones end a pause. */
export const checkMarketplaceLabelAccountWorkflow = oneStepWorkflow(
  "check-marketplace-label-account",
  async ({ id }: { id: string }, { container }): Promise<CheckResult> => {
    const labels = labelsOf(container)
    const session = await labels.openSession(await labels.account(id), AbortSignal.timeout(CHECK_MS))
    const result = await session.check()
    if (result.ok) {
      await labels.accounts.setAccountHealth(id, { status: "ok", code: null })
      wakeLabels(container, (await labels.requests.wakeAccount(id)).length + 1)
    }
    return result
  }
)

/** This installation buys labels with the account from now on. */
export const confirmMarketplaceLabelAccountWorkflow = oneStepWorkflow(
  "confirm-marketplace-label-account",
  async ({ id }: { id: string; actor: Actor }, { container }) => {
    const labels = labelsOf(container)
    await labels.account(id)
    await labels.accounts.setAccountInstance(id, await marketplaceOf(container).instance())
    wakeLabels(container, (await labels.requests.wakeAccount(id)).length + 1)
    return id
  }
)

type RuleInput = {
  account_id: string
  rule_id?: string
  version?: string
  rule: unknown
  actor: Actor
}

const readRule = (rule: unknown): OptionRuleInput => {
  const { success, data, error } = optionRuleSchema.safeParse(rule)
  if (success) return data
  const sentences = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)
  throw new MedusaError(MedusaError.Types.INVALID_DATA, sentences.slice(0, 10).join("; "))
}

/** Creates or changes a rule; returns its id. What waited for an option is looked at again. */
export const saveMarketplaceLabelRuleWorkflow = oneStepWorkflow(
  "save-marketplace-label-rule",
  async ({ account_id, rule_id, version, rule }: RuleInput, { container }) => {
    const labels = labelsOf(container)
    await labels.account(account_id)
    const made = await labels.optionRules.changeOptionRules(account_id, (rules): OptionRuleChange => {
      const from = rules.find(({ id }) => id === rule_id)
      if (rule_id && !from) throw notFound("label_rule_not_found", { id: rule_id })
      if (!from && rules.length >= MOST_RULES) throw notAllowed("label_rules_full", { count: MOST_RULES })
      if (from && version !== undefined && version !== from.version) throw changedMeanwhile()
      if (!from) return { create: readRule(rule) }
      const { name, is_enabled, match, option_code, contract_id } = from
      return {
        change: from.id,
        to: readRule({ name, is_enabled, match, option_code, contract_id, ...(rule as object) }),
      }
    })
    wakeLabels(container, (await labels.requests.wakeAccount(account_id)).length)
    return made ?? rule_id ?? ""
  }
)

export const deleteMarketplaceLabelRuleWorkflow = oneStepWorkflow(
  "delete-marketplace-label-rule",
  async ({ account_id, rule_id, version }: Omit<RuleInput, "rule"> & { rule_id: string }, { container }) => {
    await labelsOf(container).optionRules.changeOptionRules(account_id, (rules) => {
      const rule = rules.find(({ id }) => id === rule_id)
      if (!rule) throw notFound("label_rule_not_found", { id: rule_id })
      if (version !== undefined && version !== rule.version) throw changedMeanwhile()
      return { remove: rule_id }
    })
    return rule_id
  }
)

/** Ids that are left out stay behind those that are named. */
export const orderMarketplaceLabelRulesWorkflow = oneStepWorkflow(
  "order-marketplace-label-rules",
  async ({ account_id, ids }: { account_id: string; ids: string[]; actor: Actor }, { container }) => {
    await labelsOf(container).optionRules.changeOptionRules(account_id, (rules) => {
      const unknown = ids.find((id) => !rules.some((rule) => rule.id === id))
      if (unknown) throw notFound("label_rule_not_found", { id: unknown })
      return { order: [...ids, ...rules.map(({ id }) => id).filter((id) => !ids.includes(id))] }
    })
    return account_id
  }
)

/** A person accepts another integration of the same account, which may act on its own. */
export const acceptMarketplaceLabelIntegrationWorkflow = oneStepWorkflow(
  "accept-marketplace-label-integration",
  async (
    { id, integration_id, actor }: { id: string; integration_id: string; actor: Actor },
    { container }
  ) => {
    const labels = labelsOf(container)
    await labels.account(id)
    await labels.accounts.acceptIntegration(id, integration_id, actor)
    return id
  }
)

/** Lets the service report to the store, or ends it. The store needs a public address for that. */
export const reportMarketplaceLabelsWorkflow = oneStepWorkflow(
  "report-marketplace-labels",
  async ({ id, is_on }: { id: string; is_on: boolean }, { container }) => {
    const url = is_on ? webhookUrlOf(container, id) : null
    if (is_on && url === null) throw notAllowed("label_no_public_address")
    await askLive(container, id, (session) => session.reportTo(url))
    await labelsOf(container).accounts.setAccountWebhook(id, url)
    return id
  }
)
