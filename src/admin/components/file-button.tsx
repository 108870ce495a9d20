import { Button } from "@medusajs/ui"
import { type ChangeEvent, useId } from "react"

type Props = { label: string; onFile: (file: File) => void; isLoading?: boolean; disabled?: boolean }

/** Opens a list from a file. */
export const FileButton = ({ label, onFile, isLoading = false, disabled = false }: Props) => {
  const id = useId()
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? []
    if (file) onFile(file)
    // The same file can be chosen again once it was changed.
    target.value = ""
  }
  return (
    <>
      <Button size="small" variant="secondary" isLoading={isLoading} asChild>
        <label htmlFor={id} className="cursor-pointer">
          {label}
        </label>
      </Button>
      <input
        id={id}
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        className="sr-only"
        aria-label={label}
        disabled={disabled}
        onChange={choose}
      />
    </>
  )
}
