import { Button, Switch, toast } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import type { Offer } from "../../../api/admin/marketplaces/offers/types"
import { overridesSchema } from "../../../offers/overrides"
import { useOverrideOffer } from "../../hooks/api/offers"
import { Field } from "../field"
import { TextField } from "../text-field"

type Name = keyof Offer["overrides"]
/** Those with a control of another kind: leaving an offer out is a command, and who ships it a word. */
const APART: Name[] = ["is_excluded", "fulfilled_by"]
const NAMES = (Object.keys(overridesSchema.shape) as Name[]).filter((name) => !APART.includes(name))
const SWITCHES = NAMES.filter((name) => name.startsWith("send_"))
const NUMBERS = NAMES.filter((name) => !SWITCHES.includes(name))

type Overrides = Offer["overrides"]
type Changes = { [Name in keyof Overrides]?: Overrides[Name] | null }

/** What counts for this offer alone. An empty field inherits the connection's setting. */
export const OfferOverridesForm = ({ offer }: { offer: Pick<Offer, "id" | "overrides"> }) => {
  const { t } = useTranslation("marketplaces")
  const save = useOverrideOffer(offer.id)
  const [changes, setChanges] = useState<Changes>({})
  const set = (part: Changes) => setChanges((before) => ({ ...before, ...part }))
  const isShip = (changes.fulfilled_by ?? offer.overrides.fulfilled_by) === "marketplace"
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(changes, { onSuccess: () => toast.success(t("state.saved")) })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-y-4" aria-label={t("offers.overrides.title")}>
      <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
        {NUMBERS.map((name) => (
          <TextField
            key={name}
            label={t(`offers.overrides.${name}`)}
            type="number"
            min={0}
            step="any"
            placeholder={t("offers.overrides.inherited")}
            defaultValue={String(offer.overrides[name] ?? "")}
            onChange={(text) => set({ [name]: text.trim() ? Number(text.replace(",", ".")) : null })}
          />
        ))}
        {SWITCHES.map((name) => (
          <Field key={name} label={t(`offers.overrides.${name}`)}>
            {(props) => (
              <Switch
                {...props}
                checked={(name in changes ? changes[name] : offer.overrides[name]) !== false}
                onCheckedChange={(isOn) => set({ [name]: isOn ? null : false })}
              />
            )}
          </Field>
        ))}
        <Field label={t("offers.overrides.fulfilled_by")} hint={t("offers.overrides.fulfilledByHint")}>
          {(props) => (
            <Switch
              {...props}
              checked={isShip}
              onCheckedChange={(isOn) => set({ fulfilled_by: isOn ? "marketplace" : null })}
            />
          )}
        </Field>
      </div>
      <div className="flex justify-end">
        <Button size="small" type="submit" disabled={!Object.keys(changes).length} isLoading={save.isPending}>
          {t("actions.save")}
        </Button>
      </div>
    </form>
  )
}
