import { Text, toast } from "@medusajs/ui"
import type { UseMutationResult } from "@tanstack/react-query"
import { type ReactNode, useEffect, useState } from "react"
import { CsvFile } from "./csv-file"
import { LookFirstModal } from "./look-first-modal"

type Props<Found> = {
  title: string
  hint: string
  confirmText: (count: number) => string
  doneText: (count: number) => string
  /** Empty while none is chosen. */
  connectionId: string
  look: Import<Found>
  change: Import<Found>
  /** What was done besides. */
  besides?: (found: Found) => string | undefined
  /** What is asked before the file. */
  before?: ReactNode
  children: (found: Found) => ReactNode
  onClose: () => void
}

type Import<Found> = UseMutationResult<
  Found,
  Error,
  { connection_id: string; file: string; dry_run: boolean; version?: string }
>

/** A CSV file for a connection: what it would change, and which rows cannot be read, before it is done. */
export const ImportModal = <Found extends { changed: number; version: string }>({
  title,
  hint,
  confirmText,
  doneText,
  connectionId: connection_id,
  look,
  change,
  besides,
  before,
  children,
  onClose,
}: Props<Found>) => {
  // An object, so that the same file is looked at again when it is chosen again.
  const [file, setFile] = useState<{ content: string }>()
  const { mutate, data: found, isPending, error } = look
  useEffect(() => {
    if (connection_id && file) mutate({ connection_id, file: file.content, dry_run: true })
  }, [connection_id, file, mutate])
  const confirm = () =>
    file &&
    change.mutate(
      { connection_id, file: file.content, dry_run: false, version: found?.version },
      {
        // Another person may have changed a row: what the file would do now is shown.
        onError: () => mutate({ connection_id, file: file.content, dry_run: true }),
        onSuccess: (done) => {
          toast.success(doneText(done.changed), { description: besides?.(done) })
          onClose()
        },
      }
    )
  return (
    <LookFirstModal
      title={title}
      hint={hint}
      confirmText={confirmText(found?.changed ?? 0)}
      isReady={Boolean(found?.changed) && !isPending}
      isPending={change.isPending}
      onConfirm={confirm}
      onClose={onClose}
    >
      {before}
      <CsvFile isLoading={isPending} onChosen={(content) => setFile({ content })} />
      {error && (
        <Text size="small" role="alert" className="text-ui-fg-error">
          {error.message}
        </Text>
      )}
      {found && !isPending && children(found)}
    </LookFirstModal>
  )
}
