import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useParams } from "react-router-dom"
import { DrawerForm } from "../../../../../components/drawer-form"
import { TextField } from "../../../../../components/text-field"
import { VariantField } from "../../../../../components/variant-field"
import { useTestOrder } from "../../../../../hooks/api/connections"

/** As many as the store takes. */
const MOST = 100

const TestOrderPage = () => (
  <RouteDrawer>
    <TestOrderForm />
  </RouteDrawer>
)

const TestOrderForm = () => {
  const { t } = useTranslation("marketplaces")
  const { id = "" } = useParams()
  const { handleSuccess } = useRouteModal()
  const make = useTestOrder(id)
  const [variant_id, setVariant] = useState("")
  const [country, setCountry] = useState("FR")
  const [quantity, setQuantity] = useState("1")
  const submit = () =>
    make.mutate(
      { variant_id, country_code: country.toUpperCase(), quantity: Number(quantity) },
      {
        onSuccess: () => {
          toast.success(t("testOrder.made"))
          handleSuccess("/marketplace-orders?tab=all")
        },
      }
    )
  return (
    <DrawerForm
      title={t("connection.testOrder")}
      hint={t("testOrder.hint")}
      saveLabel={t("testOrder.make")}
      isSaving={make.isPending}
      canSave={Boolean(variant_id && country.length === 2 && Number(quantity) > 0)}
      onSubmit={submit}
    >
      <VariantField label={t("testOrder.article")} value={variant_id} onChange={setVariant} />
      <TextField
        type="number"
        label={t("testOrder.quantity")}
        min={1}
        max={MOST}
        value={quantity}
        onChange={setQuantity}
      />
      <TextField
        label={t("tester.country")}
        hint={t("carrier.countryHint")}
        maxLength={2}
        value={country}
        onChange={setCountry}
      />
    </DrawerForm>
  )
}

export default TestOrderPage
