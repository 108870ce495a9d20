import { describeAdapter } from "../../contract-test"
import { rakuten } from ".."
import { mergePurchases, toSnapshot, type Purchase } from "../snapshot"
import { AT, billed, billingItem, HOME, listed, listedNew, saleItem } from "./sales"

const BUYER = [
  "Zoé",
  "Vraisemblable",
  "impasse de l'Essai",
  "35000",
  "RENNES",
  "client-fictif",
  "acheteur-fictif",
  "0639980011",
]
const WITH_CONTACT = {
  purchasebuyeremail: "client-fictif@marketplace.example",
  deliveryaddress: { ...HOME, phonenumber2: "0639980011" },
}
const order = (name: string, purchase: Purchase, personal_texts = BUYER) => {
  const { external_id, payload } = toSnapshot(purchase)
  return { name, external_id, payload, personal_texts }
}
const undecided = listedNew([
  saleItem("1", { itemstatus: "REQUESTED" }),
  saleItem("2", { itemstatus: "REMINDED" }),
])
const accepted = mergePurchases(
  listed([saleItem("1"), saleItem("2"), saleItem("3", { sku: "", isrsl: "Y" })], AT[1], WITH_CONTACT),
  billed([billingItem("1", { shipped: "1" }), billingItem("2"), billingItem("3")], AT[2])
)
const relay = {
  ...WITH_CONTACT,
  shippingtype: "Point relais Mondial Relay",
  billingaddress: HOME,
  collectionpointaddress: {
    id: "FR-088888",
    name: "TABAC FICTIF",
    firstname: "Zoé",
    lastname: "Vraisemblable",
    address: "21 cours Inventé",
    zipcode: "33000",
    city: "BORDEAUX",
    country: "France",
    countryalpha2: "",
  },
}

describeAdapter(
  rakuten,
  {
    credentials: { login: "Boutique-MARKER", token: "MARKER0123456789abcdef0123456789" },
    secrets: ["MARKER0123456789abcdef0123456789", "Boutique-MARKER"],
    options: { api_url: "https://ws.rakuten.example" },
    account: "boutique-marker",
    orders: [
      order("accepted", accepted),
      order(
        "to accept",
        undecided,
        BUYER.filter((text) => !["client-fictif", "0639980011"].includes(text))
      ),
      order("at a relay", listed([saleItem("1")], AT[0], relay), [
        ...BUYER,
        "TABAC FICTIF",
        "21 cours Inventé",
        "FR-088888",
      ]),
      order(
        "of every status",
        listed(
          ["ACCEPTED", "CANCELLED", "PENDING", "PENDING_CLAIM", "ODD"].map((itemstatus, n) =>
            saleItem(String(n), { itemstatus })
          ),
          AT[0],
          WITH_CONTACT
        )
      ),
    ],
    unreadable: [
      { payload: '{"format":1,"purchaseid":"1","items":"MARKER"}', hidden: ["MARKER"] },
      {
        payload: toSnapshot(
          listed([saleItem("1", { price: { amount: "MARKER", currency: "EUR" } })])
        ).payload.replace('"format":1', '"format":2'),
        hidden: ["MARKER", "Vraisemblable"],
      },
    ],
    offers: { reference: "xml:60000001" },
    older_and_newer: [toSnapshot(undecided).payload, toSnapshot(mergePurchases(undecided, accepted)).payload],
  },
  { describe, it }
)
