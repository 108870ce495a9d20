import { createUsersWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

export type AdminLogin = { email: string; password: string }

/** Creates an admin user who logs in with e-mail and password; one who exists already is left alone. */
export async function createAdmin(
  container: MedusaContainer,
  { email, password }: AdminLogin
): Promise<void> {
  if ((await container.resolve(Modules.USER).listUsers({ email })).length) {
    return
  }
  const auth = container.resolve(Modules.AUTH)
  const { authIdentity, error } = await auth.register("emailpass", { body: { email, password } })
  if (!authIdentity) {
    throw new Error(error)
  }
  const { result: users } = await createUsersWorkflow(container).run({ input: { users: [{ email }] } })
  await auth.updateAuthIdentities([{ id: authIdentity.id, app_metadata: { user_id: users[0].id } }])
}

/** Logs an admin in at a running store and returns the bearer token. */
export async function logIn(storeUrl: string, login: AdminLogin): Promise<string> {
  const response = await fetch(`${storeUrl}/auth/user/emailpass`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(login),
  })
  const { token, message } = (await response.json()) as { token?: string; message?: string }
  if (!token) {
    throw new Error(`Cannot log in: ${message}`)
  }
  return token
}
