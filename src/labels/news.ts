import type { ParcelNews, ServiceShipment } from "./label-service"

/**
 * What a shipment that was read says of its parcels, as its messages say it: whatever brings news, it is weighed by its time.
 * @param read_at for services that do not say when a status changed
 */
export const newsOf = (shipment: ServiceShipment, read_at: string): ParcelNews[] =>
  shipment.parcels.map((parcel) => ({
    parcel_external_id: parcel.external_id,
    shipment_external_id: shipment.external_id,
    order_external_id: null,
    order_number: shipment.order_number,
    status: parcel.status,
    external_status: parcel.external_status,
    tracking_number: parcel.tracking_number,
    tracking_url: parcel.tracking_url,
    at: parcel.status_at ?? read_at,
  }))
