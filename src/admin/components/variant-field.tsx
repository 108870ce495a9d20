import { Combobox } from "@medusajs/dashboard/components"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useVariant, useVariants } from "../hooks/api/store"
import { Field } from "./field"

type Props = { label: string; hint?: string; value: string; onChange: (value: string) => void }

/** A variant of the store, found by its SKU or its product's title. */
export const VariantField = ({ label, hint, value, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  const [search, setSearch] = useState("")
  const found = useVariants(search).data?.variants ?? []
  const chosen = useVariant(value).data?.variants ?? []
  const variants = [...chosen.filter(({ id }) => !found.some((variant) => variant.id === id)), ...found]
  return (
    <Field label={label} hint={hint}>
      {(props) => (
        <Combobox
          {...props}
          value={value}
          searchValue={search}
          onSearchValueChange={setSearch}
          placeholder={t("field.searchVariant")}
          options={variants.map(({ id, title, sku, product }) => ({
            value: id,
            label: [product?.title, title, sku].filter(Boolean).join(" · "),
          }))}
          onChange={(id) => onChange(id ?? "")}
        />
      )}
    </Field>
  )
}
