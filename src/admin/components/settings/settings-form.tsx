import { useState } from "react"
import type { SettingSection } from "../../../api/admin/marketplaces/types"
import { DrawerForm } from "../drawer-form"
import { type BothValues, Meanwhile } from "../meanwhile"
import { SettingField } from "./setting-field"
import { withoutSwitches } from "./setting-value"

/** A change that was taken back is none; of a map, a patch without entries. */
const isSame = (stored: unknown, value: unknown) =>
  JSON.stringify(stored) === JSON.stringify(value) || JSON.stringify(value) === "{}"

type Props = {
  section: SettingSection
  stored: Record<string, unknown>
  /** Whose carriers may be chosen. */
  connectionId?: string
  saving: { isSaving: boolean; error: unknown; fields: BothValues[]; onTake: () => void }
  onSave: (changes: Record<string, unknown>) => void
}

/** The drawer of one section of settings; only what was changed is saved. */
export const SettingsForm = ({ section, stored, connectionId = "", saving, onSave }: Props) => {
  const { title, hint, name: sectionName, fields } = section
  const [changes, setChanges] = useState<Record<string, unknown>>({})
  const isDirty = Object.entries(changes).some(([name, value]) => !isSame(stored[name] ?? null, value))
  return (
    <DrawerForm
      title={title}
      hint={hint}
      isSaving={saving.isSaving}
      error={saving.error}
      canSave={isDirty}
      isDirty={isDirty}
      onSubmit={() => onSave(changes)}
    >
      <Meanwhile {...saving} />
      {withoutSwitches(fields).map((setting) => (
        <SettingField
          key={setting.name}
          section={sectionName}
          setting={setting}
          stored={stored[setting.name]}
          value={setting.name in changes ? changes[setting.name] : (stored[setting.name] ?? setting.default)}
          connectionId={connectionId}
          onChange={(value) => setChanges((before) => ({ ...before, [setting.name]: value }))}
        />
      ))}
    </DrawerForm>
  )
}
