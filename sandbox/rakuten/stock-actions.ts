import type { Call } from "../marketplace"
import { NO_RIGHTS, parameterError, QUOTA_EXCEEDED, type ServiceError } from "./answers"
import type { RakutenMarket } from "./market"
import type { StockFile } from "./stock-files"
import { uploadedText } from "./upload"
import { cdata, el, money, type Xml } from "./xml"

type Result = { response: Xml[]; effect?: string } | { error: ServiceError }
type Context = { call: Call; query: Record<string, string>; login: string }
type Action = {
  root: string
  last_version: string
  method: "GET" | "POST"
  mandatory: string[]
  run: (context: Context) => Result
}

const WORDS: Record<StockFile["state"], string> = {
  received: "Reçu",
  processing: "M.à.j. en cours",
  done: "Traité",
  failed: "Aucune ligne n'a été chargée",
}
const unknown_file: Result = { error: parameterError("The parameter 'fileid' is invalid.") }

/** What `/stock_ws` offers: files of changes, their reports, and the inventory. */
export function stockActions(market: RakutenMarket): Record<string, Action> {
  return {
    genericimportfile: {
      root: "importresult",
      last_version: "2015-02-02",
      method: "POST",
      mandatory: [],
      run: (context) => take(market, context, "xml"),
    },
    import: {
      root: "importresult",
      last_version: "2010-09-20",
      method: "POST",
      mandatory: ["mappingalias"],
      run: (context) =>
        market.settings.csv_profiles.includes(context.query.mappingalias)
          ? take(market, context, "csv")
          : { error: parameterError("The parameter 'mappingalias' is invalid.") },
    },
    genericimportreport: {
      root: "genericimportreportresult",
      last_version: "2017-02-10",
      method: "GET",
      mandatory: ["fileid"],
      run: ({ query, login }) => {
        const file = market.files.find(query.fileid, login)
        return file?.format === "xml" ? report(market, file, query.nexttoken) : unknown_file
      },
    },
    importreport: {
      root: "importreportresult",
      last_version: "2017-02-10",
      method: "GET",
      mandatory: ["fileid"],
      run: ({ query, login }) => {
        const file = market.files.find(query.fileid, login)
        return file?.format === "csv" ? csvReport(file) : unknown_file
      },
    },
    export: {
      root: "inventoryresult",
      last_version: "2018-06-29",
      method: "GET",
      mandatory: [],
      run: (context) => inventory(market, context),
    },
  }
}

function take(market: RakutenMarket, { call, query, login }: Context, format: StockFile["format"]): Result {
  const { stock_files_per_hour } = market.settings
  if (stock_files_per_hour !== null && market.files.sentWithinHour(login) >= stock_files_per_hour) {
    return { error: QUOTA_EXCEEDED }
  }
  const text = uploadedText(call.headers["content-type"] ?? "", call.body)
  if (text === null) return { error: parameterError("The parameter 'file' is mandatory.") }
  if (/^(\uFEFF|ï»¿)/.test(text)) return { error: parameterError("The file begins with a byte order mark.") }
  const replaces_all = query.purgeandreplace === "true"
  const file = market.files.take(login, format, text, replaces_all)
  return {
    response: [el("importid", file.id), el("status", "OK")],
    effect: `${replaces_all ? "REPLACES THE INVENTORY: " : ""}file ${file.id}`,
  }
}

/** How `errors` of a row is written depends on their number: nothing, or one element each. */
function report(market: RakutenMarket, file: StockFile, token = ""): Result {
  const from = Number(token || 0)
  const size = market.settings.rows_per_report
  const rows = file.rows.slice(from, from + size)
  const bad = file.rows.filter(({ errors }) => errors.length > 0).length
  const date = (ms: number | null) => (ms === null ? "" : market.clock.iso(ms))
  return {
    response: [
      el("nexttoken", file.rows.length > from + size ? String(from + size) : ""),
      el("file", [
        el("filename", "genericimportfile.xml"),
        el("status", WORDS[file.state]),
        el("uploaddate", date(file.uploaded_at)),
        el("processdate", date(file.processed_at)),
        el("totallines", file.rows.length),
        el("processedlines", file.rows.length),
        el("errorlines", bad),
      ]),
      el("totalresultcount", file.rows.length),
      ...rows.map(({ sku, aid, errors }) =>
        el("product", [
          cdata("sku", sku),
          el("status", errors.length ? "Erreur" : "Traité"),
          el("pid", aid ? `9${aid}` : ""),
          el("aid", aid),
          el(
            "errors",
            errors.map(({ error_key, error_code, error_text, fatal_error }) =>
              el("error", [
                el("error_key", error_key),
                el("error_code", error_code),
                cdata("error_text", error_text),
                el("fatal_error", String(fatal_error)),
              ])
            )
          ),
        ])
      ),
    ],
  }
}

function csvReport({ state, rows }: StockFile): Result {
  const word = { received: "PENDING", processing: "RUNNING", done: "PROCESSED", failed: "PROCESS_FAILED" }[
    state
  ]
  return {
    response: [
      el("processstatus", word),
      el(
        "errorlist",
        rows
          .filter(({ errors }) => errors.length > 0)
          .map(({ line, errors }) =>
            el("error", [cdata("data", line), cdata("errorreport", errors[0].error_text)])
          )
      ),
    ],
  }
}

function inventory(market: RakutenMarket, { query, login }: Context): Result {
  if (!market.settings.has_export_right) return { error: NO_RIGHTS }
  market.schedule.applyDue()
  const from = Number(query.nexttoken || 0)
  const size = market.settings.adverts_per_page
  const offers = market.shelf.list(login)
  const adverts = offers
    .slice(from, from + size)
    .map((offer) =>
      el("advert", [
        el("advertid", offer.external_id),
        cdata("sku", offer.sku),
        money("price", offer.price_cents),
        el("quality", offer.condition),
        el("unlimitedquantity", "0"),
        el("stock", offer.quantity),
        el("adverttype", "A"),
        el("isnegotiable", "0"),
        el("isoriginal", "1"),
        el("productsummary", [
          el("productid", `9${offer.external_id}`),
          cdata("headline", offer.title),
          cdata("topic", "Divers à classer"),
          el("barcode", offer.gtin),
        ]),
      ])
    )
  return {
    response: [
      el("nbresults", offers.length),
      el("nexttoken", offers.length > from + size ? String(from + size) : ""),
      el("advertlist", adverts),
    ],
  }
}
