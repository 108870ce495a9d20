import type { SandboxClock } from "../clock"
import type { Ledger } from "../ledger"
import {
  effectDelay,
  type Answer,
  type Call,
  type Located,
  type PlayedService,
  type RefusalKind,
} from "../marketplace"
import * as answers from "./answers"
import { parameterError, type ServiceError } from "./answers"
import type { RakutenMarket } from "./market"
import { isUndecided, STATUS_WORDS, type RakutenItem, type RakutenSale } from "./sale"
import { currentSales, newSales } from "./sale-list"
import { addressesXml, isAccepted, writtenCents } from "./sale-xml"
import { stockActions } from "./stock-actions"
import { judgeLine, judgeTracking } from "./shipping-rules"
import { readUpload, uploadedCharset, uploadedText } from "./upload"
import { cdata, el, money, type Xml } from "./xml"

/** The result of an action: the children of `response`, or an error. */
type Result = { response: Xml[]; effect?: string } | { error: ServiceError }
type Context = { call: Call; query: Record<string, string>; login: string }
type Action = {
  /** Root element of the answer. */
  root: string
  /** Newest version that the service knows. */
  last_version: string
  method: "GET" | "POST"
  mandatory: string[]
  run: (context: Context) => Result
  /** Names of the echoed parameters, where they differ. */
  echo?: Record<string, string>
}

const PATH = /^(?:\/rakuten)?\/(sales_ws|stock_ws)$/
const HOUR = 3_600_000
/** Client code sends 249 for France, in an ISO-like numbering where 250 is refused. */
const isCountryNumber = (code: string) => /^\d{3}$/.test(code) && code !== "250"
const isTrue = (value: string | undefined) => value === "true" || value === "1"
const invalid = (name: string): { error: ServiceError } => ({
  error: parameterError(`The parameter '${name}' is invalid.`),
})

/** The sales web services of Rakuten France. */
export class RakutenApi implements PlayedService {
  readonly name = "rakuten"
  private answered = 0
  private hours = new Map<string, { started: number; calls: number }>()

  private readonly stock: Record<string, Action>

  constructor(
    private readonly market: RakutenMarket,
    private readonly ledger: Ledger,
    private readonly clock: SandboxClock
  ) {
    this.stock = stockActions(market)
  }

  reset(): void {
    this.answered = 0
    this.hours.clear()
  }

  private readonly actions: Record<string, Action> = {
    getnewsales: {
      root: "getnewsalesresult",
      last_version: "2017-08-07",
      method: "GET",
      mandatory: [],
      run: ({ login }) => ({
        response: [el("sellerid", "1000001"), el("sales", newSales(this.market, login))],
      }),
    },
    getcurrentsales: {
      root: "getcurrentsalesresult",
      last_version: "2021-10-29",
      method: "GET",
      mandatory: [],
      run: (context) => this.listCurrent(context),
    },
    acceptsale: {
      root: "saleacceptanceresult",
      last_version: "2021-04-08",
      method: "GET",
      mandatory: ["itemid"],
      run: (context) => this.accept(context),
    },
    refusesale: {
      root: "salerefusalresult",
      last_version: "2021-04-08",
      method: "GET",
      mandatory: ["itemid"],
      run: (context) => this.refuseSale(context),
    },
    getbillinginformation: {
      root: "getbillinginformationresult",
      last_version: "2016-03-16",
      method: "GET",
      mandatory: ["purchaseid"],
      run: (context) => this.withDetails(context, (sale) => this.billing(sale)),
    },
    getshippinginformation: {
      root: "getshippinginformationresult",
      last_version: "2017-09-12",
      method: "GET",
      mandatory: ["purchaseid"],
      run: (context) => this.withDetails(context, (sale) => this.shipping(sale)),
    },
    getiteminfos: {
      root: "getiteminfosresult",
      last_version: "2017-08-07",
      method: "GET",
      mandatory: ["itemid"],
      run: (context) => this.itemInfos(context),
    },
    getitemtodolist: {
      root: "getitemtodolistresult",
      last_version: "2011-09-01",
      method: "GET",
      mandatory: [],
      run: ({ login }) => ({ response: [el("items", this.todo(login))] }),
    },
    importitemshippingstatus: {
      root: "importresult",
      last_version: "2021-06-29",
      method: "POST",
      mandatory: [],
      run: (context) => this.importShipping(context),
    },
    settrackingpackageinfos: {
      root: "setshippingpackageinfosresult",
      last_version: "2016-03-16",
      method: "GET",
      mandatory: ["itemid", "transporter_name", "tracking_number"],
      echo: { itemid: "itemId", transporter_name: "transporterName", tracking_number: "trackingNumber" },
      run: (context) => this.setTracking(context),
    },
    cancelitem: {
      root: "cancelitemresult",
      last_version: "2011-02-02",
      method: "GET",
      mandatory: ["itemid", "comment"],
      run: (context) => this.cancel(context),
    },
  }

  locate(method: string, url: URL, headers: Record<string, string>, body: Buffer): Located | null {
    const service = PATH.exec(url.pathname)?.[1]
    if (!service) return null
    const query = answers.readQuery(url.search)
    return {
      endpoint: query.action ?? `${method} /${service}`,
      path: `/${service}`,
      account: query.login ?? null,
      query: "pwd" in query ? { ...query, pwd: "[redacted]" } : query,
      shown_body: uploadedText(headers["content-type"] ?? "", body) ?? body.toString("latin1"),
    }
  }

  handle(call: Call): Answer {
    const query = answers.readQuery(call.search)
    const error = this.gate(call, query)
    if (error) return this.sayError(error)
    const action = (call.path === "/stock_ws" ? this.stock : this.actions)[query.action]
    const result = action.run({ call, query, login: query.login })
    if ("error" in result) return this.sayError(result.error)
    const root = el(action.root, [
      el("request", this.echo(action, query)),
      el("response", [el("lastversion", action.last_version), ...result.response]),
    ])
    const style = answers.styleFor(query.action, this.market.settings.prolog, this.answered++)
    return { ...answers.xmlAnswer(200, root, style), effect: result.effect }
  }

  refuse(kind: RefusalKind): Answer {
    return this.sayError(
      {
        unauthorized: answers.UNKNOWN_USER,
        no_rights: answers.NO_RIGHTS,
        quota: answers.QUOTA_EXCEEDED,
        rate_limit: answers.QUOTA_EXCEEDED,
        server_error: answers.SERVER_ERROR,
        unavailable: answers.SERVICE_UNAVAILABLE,
      }[kind]
    )
  }

  private sayError(error: ServiceError): Answer {
    const { error_status, prolog } = this.market.settings
    return answers.xmlAnswer(
      error_status,
      answers.errorXml(error),
      answers.styleFor("error", prolog, this.answered++)
    )
  }

  private gate(call: Call, query: Record<string, string>): ServiceError | null {
    for (const name of ["action", "login", "pwd", "version"]) {
      if (!query[name]) return parameterError(`The parameter '${name}' is mandatory.`)
    }
    const offered = call.path === "/stock_ws" ? this.stock : this.actions
    if (!Object.hasOwn(offered, query.action)) return parameterError("The parameter 'action' is invalid.")
    const action = offered[query.action]
    const account = this.market.settings.accounts.find((known) => known.login === query.login)
    if (account?.token !== query.pwd) return answers.UNKNOWN_USER
    if (!account.has_rights) return answers.NO_RIGHTS
    if (!/^\d{4}-\d{2}-\d{2}$/.test(query.version))
      return parameterError("The parameter 'version' is invalid.")
    const { oldest_versions, needs_channel } = this.market.settings
    if (query.version < (oldest_versions[query.action] ?? ""))
      return parameterError("The parameter 'version' is invalid.")
    if (needs_channel && !query.channel) return parameterError("The parameter 'channel' is mandatory.")
    if (this.isOverQuota(`${query.login} ${query.action}`)) return answers.QUOTA_EXCEEDED
    if (call.method !== action.method) return parameterError(`The method ${call.method} is not allowed.`)
    const missing = action.mandatory.filter((name) => !query[name])
    return missing.length
      ? parameterError(...missing.map((name) => `The parameter '${name}' is mandatory.`))
      : null
  }

  private isOverQuota(key: string): boolean {
    const limit = this.market.settings.calls_per_hour
    if (limit === null) return false
    const now = this.clock.now()
    let hour = this.hours.get(key)
    if (!hour || now >= hour.started + HOUR) {
      hour = { started: now, calls: 0 }
      this.hours.set(key, hour)
    }
    return ++hour.calls > limit
  }

  private echo(action: Action, query: Record<string, string>): Xml[] {
    return Object.entries(query)
      .filter(([name]) => name !== "action" && (name !== "pwd" || this.market.settings.echo_token))
      .map(([name, value]) => {
        if (name === "login") return cdata("user", value)
        const day = name === "purchasedate" ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) : null
        const safe_name = /^[a-z_]+$/i.test(name) ? name : "parameter"
        return el(action.echo?.[name] ?? safe_name, day ? `${day[3]}/${day[2]}/${day[1]}` : value)
      })
  }

  private listCurrent({ call, query, login }: Context): Result {
    const { unshipped_only } = this.market.settings
    const given = query.notshippeditemsonly
    if (given && unshipped_only === "refused") return invalid("notshippeditemsonly")
    const { sales, nexttoken } = currentSales(
      this.market,
      {
        login,
        purchasedate: query.purchasedate ?? "",
        nexttoken: query.nexttoken ?? "",
        notshippeditemsonly: isTrue(given) && (unshipped_only === "either" || given === unshipped_only),
        ispendingpreorder: query.ispendingpreorder === "y",
      },
      call
    )
    return { response: [el("nexttoken", nexttoken), el("sellerid", "1000001"), el("sales", sales)] }
  }

  private head(call: Call) {
    return { at: this.clock.iso(), request_id: call.request_id }
  }

  private ledgerOf(sale: RakutenSale) {
    return this.ledger.order("rakuten", sale.login, sale.purchaseid)
  }

  /** An item that waits for a decision; everything else is a parameter error, also a second answer. */
  private undecided({
    call,
    query,
    login,
  }: Context): { sale: RakutenSale; item: RakutenItem } | { error: ServiceError } {
    const found = this.market.findItem(query.itemid, login)
    if (!found) return invalid("itemid")
    const { sale, item } = found
    if (isUndecided(item.situation) && !item.decision) return found
    const why = item.decision ? "already answered" : item.situation
    this.ledgerOf(sale).duplicate_decisions.push({ ...this.head(call), item_ids: [item.itemid], why })
    return invalid("itemid")
  }

  private accept(context: Context): Result {
    const { call, query } = context
    const country = query.shippingfromcountry ?? ""
    const { country_required, takes_country, country: expected } = this.market.settings
    const is_refused = (country && !takes_country) || (expected !== null && country !== expected)
    if (is_refused) return invalid("shippingfromcountry")
    if (!country && country_required && takes_country) {
      return { error: parameterError("The parameter 'shippingfromcountry' is mandatory.") }
    }
    if (country && expected === null && !isCountryNumber(country)) return invalid("shippingfromcountry")
    if (this.market.settings.needs_import_country && !query.importcountry)
      return { error: parameterError("The parameter 'importcountry' is mandatory.") }
    const found = this.undecided(context)
    if ("error" in found) return found
    const { sale, item } = found
    this.ledgerOf(sale).decisions.push({ ...this.head(call), decision: "accept", item_ids: [item.itemid] })
    this.market.accept(sale, item, effectDelay(call, this.market.settings.acceptance_delay_ms))
    return {
      response: [
        el("status", "Accepted"),
        el("shippingfromcountry", country),
        el("importcountry", query.importcountry ?? ""),
        el("onestopshop", [el("type"), el("value")]),
      ],
      effect: `accept ${item.itemid}`,
    }
  }

  private refuseSale(context: Context): Result {
    const found = this.undecided(context)
    if ("error" in found) return found
    const { sale, item } = found
    const { call } = context
    this.ledgerOf(sale).decisions.push({ ...this.head(call), decision: "refuse", item_ids: [item.itemid] })
    this.market.refuse(item, effectDelay(call, this.market.settings.acceptance_delay_ms))
    return { response: [el("status", "Refused")], effect: `refuse ${item.itemid}` }
  }

  /** Unknown purchases, and those not accepted yet, get the same words as a service that is down. */
  private withDetails({ query, login }: Context, run: (sale: RakutenSale) => Xml[]): Result {
    const sale = this.market.find(query.purchaseid)
    const is_ready = sale?.login === login && sale.details_at !== null && this.clock.now() >= sale.details_at
    return is_ready ? { response: run(sale) } : { error: answers.SERVICE_UNAVAILABLE }
  }

  private billing(sale: RakutenSale): Xml[] {
    const { shipped_words, billing_shows_shipped, accepted_word } = this.market.settings
    const [yes, no] = shipped_words
    const word = (item: RakutenItem) =>
      item.situation === "accepted" ? accepted_word : STATUS_WORDS.getbillinginformation[item.situation]
    const commission = (name: string, cents: number) => {
      const without_tax = Math.round(cents / 10)
      const tax = Math.round(without_tax / 5)
      return {
        cents: without_tax + tax,
        xml: [
          el(`${name}commissionvatrate`, "20.0"),
          money(`${name}commissionexcltax`, without_tax),
          money(`${name}commissionvat`, tax),
        ],
      }
    }
    const items = sale.items.filter(isAccepted).map((item) => {
      const goods = commission("item", item.price_cents)
      const shipping = commission("shipping", item.shipping_cents)
      const paid = item.price_cents + item.shipping_cents - goods.cents - shipping.cents
      return el("item", [
        el("itemid", item.itemid),
        cdata("sku", item.sku),
        cdata("headline", item.headline),
        cdata("category", item.category),
        el("itemstatus", word(item)),
        money("itemsaleprice", writtenCents(this.market, item.price_cents), item.currency),
        money("shippingsaleprice", writtenCents(this.market, item.shipping_cents), item.currency),
        ...goods.xml,
        ...shipping.xml,
        money("paymentamount", paid),
        ...(billing_shows_shipped ? [el("shipped", item.is_shipped ? yes : no)] : []),
      ])
    })
    return [el("sellerid", "1000001"), el("billinginformation", [el("items", items)])]
  }

  private shipping(sale: RakutenSale): Xml[] {
    const cents = sale.items.filter(isAccepted).reduce((sum, item) => sum + item.shipping_cents, 0)
    const number = sale.prepaid_number
    const label =
      this.market.settings.prepaid_types.includes(sale.shippingtype) && number
        ? el("prepaidlabel", [
            el("available", "Y"),
            el("prepaidlabelurl", `https://etiquettes.rakuten.example/${sale.purchaseid}.pdf?a=1&b=2`),
            el("trackinginformation", [
              el("trackingnumber", number),
              el("trackingurl", `https://suivi.rakuten.example/?code=${number}&langue=fr`),
            ]),
          ])
        : el("prepaidlabel", [el("available", "N")])
    return [
      el("shippinginformation", [
        cdata("shippingtype", sale.shippingtype),
        label,
        money("purchaseshippingcostprice", cents),
        ...addressesXml(sale, true),
      ]),
    ]
  }

  /** Reading it marks the buyer's messages as read: the record of the call says so. */
  private itemInfos({ query, login }: Context): Result {
    const found = this.market.findItem(query.itemid, login)
    if (!found) return invalid("itemid")
    const { item } = found
    const had_unread = item.has_unread_message
    item.has_unread_message = false
    const logs = item.logs.map(({ code, at }) =>
      el("itemlog", [el("code", code), el("date", this.clock.iso(at))])
    )
    return {
      response: [
        el("item", [
          el("itemid", item.itemid),
          el("itemstatus", STATUS_WORDS.getiteminfos[item.situation] ?? ""),
          el("itemlogs", logs),
          el(
            "mails",
            had_unread ? [el("mail", [el("mailid", item.itemid), cdata("content", "Bonjour ?")])] : []
          ),
        ]),
      ],
      effect: had_unread ? `messages of ${item.itemid} marked as read` : undefined,
    }
  }

  private todo(login: string): Xml[] {
    const causes = (item: RakutenItem) => [
      ...(item.situation === "claim" ? ["CLAIM"] : []),
      ...(item.has_unread_message ? ["UNREAD_MESSAGE_FROM_BUYER"] : []),
    ]
    return this.market
      .list()
      .filter((sale) => sale.login === login)
      .flatMap((sale) => sale.items)
      .filter((item) => causes(item).length > 0)
      .map((item) =>
        el("item", [
          el("itemid", item.itemid),
          el(
            "causes",
            causes(item).map((cause) => el("cause", cause))
          ),
        ])
      )
  }

  private importShipping({ call, login }: Context): Result {
    const { takes_file, upload_charset } = this.market.settings
    const is_charset = upload_charset === null || uploadedCharset(call.body) === upload_charset
    if (!takes_file || !is_charset) return invalid(takes_file ? "file" : "action")
    const lines = readUpload(call.headers["content-type"] ?? "", call.body)
    if (typeof lines === "string") return { error: parameterError(lines) }
    const verdicts = lines.map((line) => judgeLine(this.market, login, line))
    const bad = verdicts.filter((verdict) => verdict.detail !== null)
    const takes_good = bad.length === 0 || this.market.settings.bad_file === "take_good_lines"
    const good = takes_good ? verdicts.filter((verdict) => verdict.detail === null) : []
    for (const { found, itemid, detail, is_duplicate } of bad) {
      if (!found) continue
      const entry = this.ledgerOf(found.sale)
      const attempts = is_duplicate ? entry.duplicate_shipments : entry.refused_shipments
      attempts.push({ ...this.head(call), item_ids: [itemid], why: detail ?? "" })
    }
    for (const { found, tracking } of good) if (found) this.takeShipment(call, found, tracking)
    if (bad.length > 0) return { error: parameterError(...bad.map((verdict) => verdict.detail ?? "")) }
    return {
      response: [el("status", "OK")],
      effect: `ship ${good.map((verdict) => verdict.itemid).join(", ")}`,
    }
  }

  private takeShipment(
    call: Call,
    { sale, item }: { sale: RakutenSale; item: RakutenItem },
    tracking: { transporter: string; number: string; url: string | null }
  ): void {
    const { transporter: carrier, number, url } = tracking
    this.ledgerOf(sale).shipments.push({ ...this.head(call), number, carrier, url, item_ids: [item.itemid] })
    this.market.ship(item, tracking, effectDelay(call, this.market.settings.shipment_delay_ms))
  }

  private setTracking({ call, query, login }: Context): Result {
    const found = this.market.findItem(query.itemid, login)
    if (!found) return invalid("itemid")
    const tracking = {
      transporter: query.transporter_name,
      number: query.tracking_number,
      url: query.tracking_url || null,
    }
    const refusal = judgeTracking(this.market, found.item, tracking)
    if (refusal) {
      const entry = this.ledgerOf(found.sale)
      const attempts = refusal.is_duplicate ? entry.duplicate_shipments : entry.refused_shipments
      attempts.push({ ...this.head(call), item_ids: [query.itemid], why: refusal.detail })
      return { error: parameterError(refusal.detail) }
    }
    this.takeShipment(call, found, tracking)
    return { response: [el("status", "Ok")], effect: `ship ${query.itemid}` }
  }

  private cancel({ call, query, login }: Context): Result {
    const found = this.market.findItem(query.itemid, login)
    if (!found) return invalid("itemid")
    const { sale, item } = found
    if (query.comment.length > 400) return invalid("comment")
    if (!["accepted", "pending", "claim"].includes(item.situation)) return invalid("itemid")
    this.ledgerOf(sale).cancellations.push({
      ...this.head(call),
      reason: query.comment,
      item_ids: [item.itemid],
    })
    this.market.cancel(item, effectDelay(call, this.market.settings.cancellation_delay_ms))
    return { response: [el("status", "CANCELLED")], effect: `cancel ${item.itemid}` }
  }
}
