import type { LabelAccountFieldsInput, ShownLabelAccount } from "../../../api/admin/label-accounts/types"
import { useLabelService, useUpdateLabelAccount } from "../../hooks/api/labels"
import { useWordsOf } from "../connection/use-change-words"
import { useSave } from "../use-save"

/** Saves a form of the account; see `useSave`. */
export function useSaveLabelAccount(account: ShownLabelAccount, onSaved: () => void) {
  const update = useUpdateLabelAccount(account.id)
  const saving = useSave<ShownLabelAccount, LabelAccountFieldsInput>({
    thing: account,
    describe: useWordsOf(useLabelService(account.service_id)),
    send: (changes, onAnswer) =>
      update.mutate(changes, {
        onSuccess: (answer) => onAnswer({ isConflict: "code" in answer, now: answer.label_account }),
      }),
    onSaved,
  })
  return { ...saving, isSaving: update.isPending, error: update.error }
}
