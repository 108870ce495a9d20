const { default: Sequencer } = require("@jest/test-sequencer")

/** Take minutes: begun last, one of them would run alone at the end. */
const LONGEST = /\/(soak|partial-failures|labels-once|offers-dangers|faults|desk|secrets|install)\.spec\./

module.exports = class LongestFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests)
    return [
      ...sorted.filter(({ path }) => LONGEST.test(path)),
      ...sorted.filter(({ path }) => !LONGEST.test(path)),
    ]
  }
}
