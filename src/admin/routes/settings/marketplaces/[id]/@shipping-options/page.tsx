import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { RadioGroup, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useParams } from "react-router-dom"
import { DrawerForm } from "../../../../../components/drawer-form"
import { DrawerLoading } from "../../../../../components/drawer-loading"
import { OrderedChecks } from "../../../../../components/ordered-checks"
import { useConnection, useUpdateConnection } from "../../../../../hooks/api/connections"
import { locationOf, useShippingOptions, useStockLocations } from "../../../../../hooks/api/store"
import { isMadeForOrders } from "../../../../../components/destinations/shipping-options"
import type { Connection } from "../../../../../lib/types"

const ShippingOptionsPage = () => {
  const { id = "" } = useParams()
  const query = useConnection(id)
  const options = useShippingOptions()
  const connection = query.data?.connection
  return (
    <RouteDrawer>
      {connection && options.data ? (
        <ShippingOptionsForm connection={connection} />
      ) : (
        <DrawerLoading query={query.isError ? query : options} />
      )}
    </RouteDrawer>
  )
}

const ShippingOptionsForm = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const { handleSuccess } = useRouteModal()
  const update = useUpdateConnection(connection.id)
  const options = useShippingOptions().data?.shipping_options ?? []
  const locations = useStockLocations().data?.stock_locations ?? []
  const own = options.filter((option) => !isMadeForOrders(option) && locationOf(option))
  const stored = connection.shipping_option_ids.filter((id) => own.some((option) => option.id === id))
  const [isOwn, setOwn] = useState(stored.length > 0)
  const [chosen, setChosen] = useState(stored)
  const isDirty = isOwn !== stored.length > 0 || (isOwn && JSON.stringify(chosen) !== JSON.stringify(stored))
  const save = () =>
    update.mutate(
      isOwn ? { shipping_option_ids: chosen } : { stock_location_ids: connection.stock_location_ids },
      {
        onSuccess: () => {
          toast.success(t("state.saved"))
          handleSuccess()
        },
      }
    )
  return (
    <DrawerForm
      title={t("shippingOptions.title")}
      hint={t("shippingOptions.hint")}
      isSaving={update.isPending}
      canSave={isDirty && (!isOwn || chosen.length > 0)}
      isDirty={isDirty}
      onSubmit={save}
    >
      <RadioGroup
        aria-label={t("shippingOptions.title")}
        value={isOwn ? "own" : "automatic"}
        onValueChange={(kind) => setOwn(kind === "own")}
      >
        {(["automatic", "own"] as const).map((kind) => (
          <RadioGroup.ChoiceBox
            key={kind}
            value={kind}
            label={t(`shippingOptions.${kind}`)}
            description={t(`shippingOptions.${kind}Hint`)}
          />
        ))}
      </RadioGroup>
      {isOwn && (
        <OrderedChecks
          label={t("shippingOptions.choose")}
          hint={own.length ? t("shippingOptions.chooseHint") : t("shippingOptions.none")}
          options={own.map((option) => ({
            value: option.id,
            label: [option.name, locations.find(({ id }) => id === locationOf(option))?.name]
              .filter(Boolean)
              .join(" · "),
          }))}
          value={chosen}
          onChange={setChosen}
        />
      )}
    </DrawerForm>
  )
}

export default ShippingOptionsPage
