/**
 * Where the facts of the catalog come from: all public, none an agreement with a carrier or a marketplace.
 * The keys stand beside each template, pattern and name.
 */
export const SOURCES = {
  PARCELCAT: "GitHub plhery/universal-parcel-scraper (Apache-2.0), carrier catalog",
  TRACKDATA: "GitHub jkeen/tracking_number_data (MIT)",
  KARRIO: "GitHub karrioapi/karrio, carrier connectors",
  LAPOSTE: "La Poste ColiPoste, Colissimo Access F and Expert F specifications (2013)",
  AKRETION: "GitHub akretion/laposte_api, label test data",
  MYFLYINGBOX: "MyFlyingBox module for WooCommerce",
  DOLIBARR: "Dolibarr, shipment mode table",
  SYNCLUNE: "GitHub Adrien490/synclune",
  TNTFR: "TNT France's own PrestaShop module (tntofficiel)",
  SEVERAL: "several independent public code bases",
  CDSOAP: "Cdiscount SOAP carrier list of May 2019 (GitHub alexandriagroup/cdiscountapi, tests)",
  OCTOPIA26: "Octopia GET /carriers, measured on a live account on 2 September 2026",
  LENGOW13: "Lengow marketplaces.xml, 2013 and 2014",
  LENGOW15: "GitHub lengow/plugin-prestashop, marketplaces.xml, December 2015",
  LBERP20: "GitHub littlebossERP/erp_opensource, list of April 2020",
  SELLMANIA20: "GitHub FabienSerny/sellermania-prestashop, 2020",
  PLENTY21: "GitHub scuculeac-plenty/RakutenFrance, 2021",
  PSPM22: "PrestaShop module priceminister (common-services), 2022",
} as const

export type SourceKey = keyof typeof SOURCES
