import { useUpdateConnection } from "../../hooks/api/connections"
import type { Connection, ConnectionFields } from "../../../api/admin/marketplaces/connections/types"
import { useSave } from "../use-save"
import { useFieldWords } from "./use-change-words"

/** Saves a form of the connection; see `useSave`. */
export function useSaveConnection(connection: Connection, onSaved: () => void) {
  const update = useUpdateConnection(connection.id)
  const saving = useSave<Connection, ConnectionFields>({
    thing: connection,
    describe: useFieldWords(connection),
    send: (changes, onAnswer) =>
      update.mutate(changes, {
        onSuccess: (answer) => onAnswer({ isConflict: "code" in answer, now: answer.connection }),
      }),
    onSaved,
  })
  return { ...saving, isSaving: update.isPending, error: update.error }
}
