/** The user of a store under test. */
export const ADMIN = { email: "admin@shop.example", password: "only-for-tests" }
