const { RuleTester } = require("eslint")
const { parser } = require("typescript-eslint")
const ownClasses = require("../own-classes")

const errors = [{ messageId: "own" }]

new RuleTester({ languageOptions: { parser } }).run("own-classes", ownClasses, {
  valid: [
    "a instanceof Error",
    'import { z } from "zod"; a instanceof z.ZodEnum',
    'import { MedusaError } from "@medusajs/framework/utils"; a instanceof MedusaError',
    'import { isMarketplaceError } from "./errors"; isMarketplaceError(a)',
    "for (const one of types) a instanceof one",
  ],
  invalid: [
    { code: 'import { MarketplaceError } from "../errors"; a instanceof MarketplaceError', errors },
    { code: 'import { MarketplaceError as Failed } from "../errors"; a instanceof Failed', errors },
    { code: 'import Failed from "./errors"; () => !(a instanceof Failed)', errors },
    { code: 'import * as all from "./errors"; a instanceof all.MarketplaceError', errors },
    { code: "class Lost extends Error {}; () => a instanceof Lost", errors },
    { code: "const Lost = class Here { is(a) { return a instanceof Here } }", errors },
  ],
})
