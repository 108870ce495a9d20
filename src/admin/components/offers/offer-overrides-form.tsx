import { Button, Switch } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import type { Offer } from "../../../api/admin/marketplaces/offers/types"
import { overridesSchema } from "../../../offers/overrides"
import { type OverridesGiven, useOverrideOffer } from "../../hooks/api/offers"
import { Field } from "../field"
import { Meanwhile } from "../meanwhile"
import { TextField } from "../text-field"
import { useSave } from "../use-save"

type Name = keyof Offer["overrides"]
/** Those with a control of another kind: leaving an offer out is a command, and who ships it a word. */
const APART: Name[] = ["is_excluded", "fulfilled_by"]
const NAMES = (Object.keys(overridesSchema.shape) as Name[]).filter((name) => !APART.includes(name))
const SWITCHES = NAMES.filter((name) => name.startsWith("send_"))
const NUMBERS = NAMES.filter((name) => !SWITCHES.includes(name))

type Overridden = Pick<Offer, "id" | "overrides" | "version">
const versioned = ({ overrides, version }: Overridden) => ({ ...overrides, version })

/** What counts for this offer alone, as it was when a change of it began. An empty field inherits the connection's setting. */
export const OfferOverridesForm = ({ offer }: { offer: Overridden }) => {
  const [begun, setBegun] = useState<Overridden>()
  const shown = begun ?? offer
  return (
    <OverridesForm
      key={shown.version}
      offer={shown}
      onBegin={() => setBegun(shown)}
      onEnd={() => setBegun(undefined)}
    />
  )
}

const OverridesForm = ({
  offer,
  onBegin,
  onEnd,
}: {
  offer: Overridden
  onBegin: () => void
  onEnd: () => void
}) => {
  const { t } = useTranslation("marketplaces")
  const override = useOverrideOffer(offer.id)
  const plain = (value: unknown): string => {
    if (typeof value === "boolean") return t(value ? "field.on" : "field.off")
    return value === null || value === undefined ? t("offers.overrides.inherited") : String(value)
  }
  const { save, fields, onTake } = useSave<ReturnType<typeof versioned>, OverridesGiven>({
    thing: versioned(offer),
    describe: (field) => ({ label: t(`offers.overrides.${field}`), words: plain }),
    send: (changes, onAnswer) =>
      override.mutate(changes, {
        onSuccess: (answer) => onAnswer({ isConflict: "code" in answer, now: versioned(answer.offer) }),
      }),
    onSaved: onEnd,
  })
  const [changes, setChanges] = useState<OverridesGiven>({})
  const set = (part: OverridesGiven) => {
    onBegin()
    setChanges((before) => ({ ...before, ...part }))
  }
  const isShip = (changes.fulfilled_by ?? offer.overrides.fulfilled_by) === "marketplace"
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(changes)
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-y-4" aria-label={t("offers.overrides.title")}>
      <Meanwhile fields={fields} onTake={onTake} />
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
        <Button
          size="small"
          type="submit"
          disabled={!Object.keys(changes).length}
          isLoading={override.isPending}
        >
          {t("actions.save")}
        </Button>
      </div>
    </form>
  )
}
