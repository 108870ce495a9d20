import type { SandboxClock } from "../clock"
import { json, type Answer } from "../marketplace"
import type { CdiscountClient, CdiscountSettings } from "./settings"

/** The token end point (Keycloak's form) and who may do what with a token. */
export class Tokens {
  private issued = new Map<string, { client_id: string; expires_at: number }>()
  private count = 0

  constructor(
    private readonly clock: SandboxClock,
    private readonly settings: () => CdiscountSettings
  ) {}

  issue(form: URLSearchParams): Answer {
    if (form.get("grant_type") !== "client_credentials") {
      return json(400, { error: "unsupported_grant_type", error_description: "Unsupported grant_type" })
    }
    const { clients, token_seconds, token_prefix } = this.settings()
    const client = clients.find((known) => known.client_id === form.get("client_id"))
    if (!client || client.client_secret !== form.get("client_secret")) return refusedClient()
    const token = `${token_prefix}${++this.count}`
    this.issued.set(token, {
      client_id: client.client_id,
      expires_at: this.clock.now() + token_seconds * 1000,
    })
    return json(200, {
      access_token: token,
      expires_in: token_seconds,
      refresh_expires_in: 0,
      token_type: "Bearer",
      "not-before-policy": 0,
      scope: "profile email",
    })
  }

  /** The client that a request speaks for, or null when its token is unknown or too old. */
  client(authorization: string | undefined): CdiscountClient | null {
    const token = /^Bearer (.+)$/i.exec(authorization ?? "")?.[1]
    const entry = token === undefined ? undefined : this.issued.get(token)
    if (!entry || entry.expires_at <= this.clock.now()) return null
    return this.settings().clients.find((client) => client.client_id === entry.client_id) ?? null
  }

  /** Every token that was given out ends now. */
  expire(): void {
    this.issued.clear()
  }
}

export const refusedClient = (): Answer =>
  json(401, {
    error: "unauthorized_client",
    error_description: "Invalid client or Invalid client credentials",
  })
