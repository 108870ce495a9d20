import fc from "fast-check"
import { carrierByKey, CARRIERS } from "../catalog"
import { tidyNumber } from "../normalize"
import { readNumber } from "../read-number"
import { cdiscount } from "./names"
import { checkedNumber, numberOf, validNumber } from "./valid-numbers"

const read = (given: string | null, key?: string) =>
  readNumber(tidyNumber(given), {
    max: 50,
    names: cdiscount,
    carrier: key === undefined ? null : carrierByKey(key),
  })
/** Some signs stand for letters and digits: "Ⓐ", "№". */
const holdsNoText = (text: string) => !/[\p{L}\p{N}]/u.test(text.normalize("NFKC"))
const faultOf = (given: string, key?: string) => {
  const { fault } = read(given, key)
  return fault?.code === "tracking_number_invalid" ? fault.params.reason : (fault?.code ?? null)
}

describe("one number", () => {
  it.each([
    ["6A54658971007", "6A54658971007"],
    [" 6a 5465-8971.007 ", "6A54658971007"],
    ["1Z 999 AA1 01 2345 6784", "1Z999AA10123456784"],
    ["1Z999AA1 0123456784", "1Z999AA10123456784"],
    ["6A 1234 5678 901", "6A12345678901"],
    ["LX 877 279 345 FR", "LX877279345FR"],
    ["0081 8270 9980 0000 2003 3350 276C", "008182709980000020033350276C"],
    ["６Ａ５４６５８９７１００７", "6A54658971007"],
    ["\u200b6A54658971007\ufeff", "6A54658971007"],
    ["6A5465\u00ad8971007", "6A54658971007"],
    ["LIV-2024-001", "LIV2024001"],
    ["LOC 2024 0012", "LOC20240012"],
    ["SUIVI00042", "SUIVI00042"],
    ["4711", "4711"],
    ["COLIS-5", "COLIS5"],
  ])("%j is %j", (given, number) => {
    expect(read(given)).toEqual({ number, label: null, fault: null })
  })

  it.each([
    ["12 34 57 78", "mondial-relay"],
    ["36418 05312", "mondial-relay"],
    ["1234 5678 9012 3457", "tnt-fr"],
    ["2501 2345 6789 013", "dpd-fr"],
  ])("%j is one of %s, written in groups", (given, carrier) => {
    expect(faultOf(given, carrier)).toBeNull()
  })

  it.each([
    ["Colissimo 6A54658971007", "6A54658971007", "Colissimo"],
    ["COLISSIMO : 6A 5465 8971 007", "6A54658971007", "COLISSIMO :"],
    ["DPD: 250123456789012", "250123456789012", "DPD:"],
    ["n° 6A54658971007", "6A54658971007", "n°"],
    ["N°6A54658971007", "6A54658971007", "N°"],
    ["№ 6A54658971007", "6A54658971007", "No"],
    ["Tracking: 1Z999AA10123456784", "1Z999AA10123456784", "Tracking:"],
    ["Tracking number: 1Z999AA10123456784", "1Z999AA10123456784", "Tracking number:"],
    ["Numéro de suivi : 6A54658971007", "6A54658971007", "Numéro de suivi :"],
    ["Suivi Mondial Relay n° 36418053", "36418053", "Suivi Mondial Relay n°"],
    ["La Poste - Colissimo / Coliposte 6A54658971007", "6A54658971007", "La Poste - Colissimo / Coliposte"],
    ["Agediss 4711", "4711", "Agediss"],
    ["Colissimo6A54658971007", "6A54658971007", "Colissimo"],
    ["Colissimo DPD: 250123456789012", "250123456789012", "Colissimo DPD:"],
    ["6A54658971007 Colissimo", "6A54658971007", "Colissimo"],
    ["6A54658971007 (La Poste - Colissimo)", "6A54658971007", "(La Poste - Colissimo)"],
    ["n° 4711 / Chronopost", "4711", "n° / Chronopost"],
  ])("%j is %j, and %j was taken off", (given, number, label) => {
    expect(read(given)).toEqual({ number, label, fault: null })
  })

  it.each(["SF1234567890124", "SF 1234567890124", "4PX1234567890123CN", "NR 435 856 426 CN"])(
    "%j keeps letters that are also a name",
    (given) => {
      expect(read(given)).toMatchObject({ label: null, fault: null })
    }
  )
})

describe("words beside a number", () => {
  it.each([
    "6A54658971007 chez Dupont",
    "6A54658971007 DUPONT",
    "6A54658971007-Dupont",
    "6A54658971007.chez.Dupont",
    "6A54658971007Dupont",
    "Dupont6A54658971007",
    "Dupont 6A54658971007",
    "M. Luc 6A54658971007",
    "LUC 6A54658971007",
    "Jean-Pierre 4711",
    "4711 rendu",
    "4711 - MARTIN",
    "6A 5465 voisin 8971 007",
    "6A54658971007 FR",
    "LX877279345FR suivi international",
    "1Z 999 AA1 01 2345 6784 gardien",
    "250123456789012 à remettre",
    "36418053 chez Luc",
    "Colissimo 6A54658971007 pour Marie",
    "6A54658971007 colis",
    "JD000000005PT chez",
    "6A54658971007 x2",
    "2x 6A54658971007",
    "6A54658971007-1",
    "6A 5465 8971 007 x2",
    "2 colis 6A54658971007",
    "inconnu 1",
  ])("%j is refused: the words are no part of it", (given) => {
    expect(faultOf(given)).toBe("other_text")
  })

  it.each([
    "LOC 2024 0012",
    "LIV-2024-001",
    "FR 4711 0815",
    "4711 B",
    "47110815 FR",
    "Colissimo LOC 2024 0012",
  ])("%j: letters are a group of it", (given) => {
    expect(faultOf(given)).toBeNull()
  })

  it("whatever the words, before and behind every number with a right check digit", () => {
    const word = fc.constantFrom(
      "chez",
      "Dupont",
      "MARTIN",
      "voisin",
      "Élodie",
      "à",
      "remis",
      "gardien",
      "Zoë"
    )
    fc.assert(
      fc.property(checkedNumber, word, fc.boolean(), ({ number }, said, isBefore) => {
        const given = isBefore ? `${said} ${number}` : `${number} ${said}`
        expect([given, faultOf(given)]).not.toEqual([given, null])
      }),
      { numRuns: 2000 }
    )
  })
})

describe("what a spreadsheet could have made", () => {
  it.each([
    ["3012345678901230", "tnt-fr"],
    ["3012 3456 7890 1200", "tnt-fr"],
    ["LIV-2024-001", undefined],
    ["32-13-2026", undefined],
    ["4711", undefined],
    ["36525", undefined],
    ["54789", undefined],
    ["12034", undefined],
    ["MARS12345", undefined],
  ])("%j is one number", (given, key) => {
    expect([given, faultOf(given, key)]).toEqual([given, null])
  })

  it.each(["1234567890123450", "6112345678901230"])(
    "%j is rounded where its carrier has no such numbers",
    (given) => {
      expect(faultOf(given, "colissimo")).toBe("rounded")
    }
  )

  it("is refused although it has a carrier's shape, where so many zeros are no chance", () => {
    expect(faultOf("34043416109401200000000000", "mondial-relay")).toBe("rounded")
  })
})

/** What people and programs write between two numbers. */
const BETWEEN = [
  ...[" ", "\t", " - ", "-", " – ", "/", " / ", "+", " + ", " et ", " ET ", " and ", "\n", "\r\n"],
  ...[";", "; ", ",", ", ", "&", " & ", "|", "　", "；", "，", "／", "＋", "＆", "、"],
  ...["。", "·", "•", "_", ":", "=", ".", "\u2028", "\u200b", "\u00ad", "\u00a0", "\u202f", "*", "#"],
  ...["~", "→", "  ", " ou ", " puis ", "<br>", " (", "\\", " | ", " . ", "｜", "－", "．"],
]

describe("several numbers in one field", () => {
  it.each(BETWEEN)("are never made one: %j", (separator) => {
    for (const [first, second] of [
      ["AB123", "AB124"],
      ["6A54658971007", "8R61032289016"],
      ["36418053", "36418061"],
      ["12345678901235", "12345678901242"],
      ["LX877279345FR", "1Z999AA10123456784"],
    ]) {
      expect(["several_numbers", "forbidden_characters"]).toContain(faultOf(`${first}${separator}${second}`))
      expect(faultOf(`Colissimo ${first}${separator}${second}`, "colissimo")).not.toBeNull()
    }
  })

  it.each([
    "6A 5465 8971 007 8R 6103 2289 016",
    "6A546589710078R61032289016",
    "6A54658971007 6A54658971007",
    "Colissimo 6A54658971007 DPD 250123456789012",
    "1234 5678 8765 4321",
    "AB12 AB13",
    "AB123 AB124 AB125",
    "4711 4712 4713",
    "4713 4712 4711",
    "4711 4712 4720",
    "471 472 473 474",
    "A1 A2 A3",
    "AB1234567890 75001 75002",
    "AB1234567890 99999",
  ])("%j", (given) => {
    expect(faultOf(given, "mondial-relay")).toBe("several_numbers")
    expect(faultOf(given)).not.toBeNull()
    expect(faultOf(given, "colis-prive")).not.toBeNull()
  })

  it("whatever stands between two valid ones, and in whatever groups they are written", () => {
    const between = fc.oneof(
      fc.constantFrom(...BETWEEN),
      fc.stringMatching(/^[\s\p{P}\p{S}\p{Cf}]{1,3}$/u).filter(holdsNoText)
    )
    const carrier = fc.constantFrom(
      undefined,
      "mondial-relay",
      "colissimo",
      "dpd-fr",
      "colis-prive",
      "tnt-fr"
    )
    fc.assert(
      fc.property(validNumber, validNumber, between, carrier, (first, second, separator, key) => {
        expect(faultOf(`${first.number}${separator}${second.number}`, key)).not.toBeNull()
      }),
      { numRuns: 5000 }
    )
  })
})

const WITH_FORMATS = CARRIERS.filter(({ patterns }) => patterns.length > 0)

/** The number after this one, of the same length; null after the last. */
function nextNumber(number: string): string | null {
  const digits = /\d+$/.exec(number)?.[0] ?? ""
  const next = digits === "" ? "" : String(BigInt(digits) + 1n).padStart(digits.length, "0")
  return next === "" || next.length > digits.length ? null : number.slice(0, -digits.length) + next
}

describe("what joined has a carrier's shape", () => {
  it.each([
    ["AB1234", "AB1235", "colis-prive"],
    ["AB1234", "CD9876", "colis-prive"],
    ["AB1234X", "12345", "colis-prive"],
    ["12345", "12346", "mondial-relay"],
    ["12345", "12399", "mondial-relay"],
    ["123456", "123457", "mondial-relay"],
    ["0012345", "0012346", "dpd-fr"],
    ["7000123", "7000189", "dpd-fr"],
    ["12345678", "12345679", "tnt-fr"],
    ["AB124", "123456789012", "colis-prive"],
    ["AB1", "AB2", "colissimo"],
    ["4711", "4712", "mondial-relay"],
    ["JD000222222222222222", "AB124", "dhl-parcel"],
  ])("%s and %s are two of %s, whatever stands between them", (first, second, key) => {
    for (const separator of BETWEEN) {
      const given = `${first}${separator}${second}`
      expect([given, faultOf(given, key)]).not.toEqual([given, null])
    }
  })

  it.each(WITH_FORMATS.map((carrier) => [carrier.key, carrier] as const))(
    "%s: a number and the next one, a part of one and its next, are never one",
    (key, carrier) => {
      for (const number of fc.sample(numberOf(carrier), { numRuns: 4, seed: 7 })) {
        const half = number.slice(0, Math.floor(number.length / 2))
        const pairs = [
          [number, nextNumber(number)],
          [number, number],
          ...(half.length >= 5 ? [[half, nextNumber(half)]] : []),
        ].filter((pair): pair is [string, string] => pair[1] !== null)
        for (const [first, second] of pairs) {
          for (const separator of BETWEEN) {
            const given = `${first}${separator}${second}`
            expect([given, faultOf(given, key)]).not.toEqual([given, null])
          }
        }
      }
    }
  )

  it.each([
    ["36418 05312", "mondial-relay"],
    ["3641 8053 12", "mondial-relay"],
    ["2501 2345 6789 013", "dpd-fr"],
    ["1Z 999 AA1 01 2345 6784", "ups"],
    ["6A 1234 5678 901", "colissimo"],
    ["6A-1234-5678-901", "colissimo"],
    ["JD 0002 2222 2222 2222", "dhl-parcel"],
    ["JD00 0222 2222 2222 2222", "dhl-parcel"],
    ["JD0002 25487199 331076", "dhl-parcel"],
    ["1Z 12345 E02 0527 1688", "ups"],
    ["3999 9999 8877", "fedex"],
    ["JJD 00 030 123 456 789 012", "dhl-parcel"],
    ["Q123 4567 8901", "colis-prive"],
    ["Q12345678901 75001", "colis-prive"],
    ["AB1234567890 98000", "colis-prive"],
    ["AB12 3456 7890-06000", "colis-prive"],
    ["AB12 34CD 56EF", "colis-prive"],
  ])("%j stays one of %s", (given, key) => expect([given, faultOf(given, key)]).toEqual([given, null]))
})

describe("a text that only stands in for a number", () => {
  it.each([
    ...[
      "",
      " ",
      "-",
      "--",
      "...",
      "…",
      ".",
      "/",
      "N/A",
      "n/a",
      "NA",
      "0",
      "00",
      "000000",
      "0000000000000",
      "1",
      "111111",
    ],
    ...[
      "TEST",
      "test",
      "Test 1",
      "test123",
      "SANS SUIVI",
      "sans-suivi",
      "EN ATTENTE",
      "En attente…",
      "X".repeat(4),
      "x".repeat(8),
    ],
    ...[
      "none",
      "NONE",
      "null",
      "undefined",
      "à venir",
      "A VENIR",
      "a  venir",
      "123456",
      "12345",
      "1234567890",
      "987654",
    ],
    ...[
      "0123456789",
      "000000000001",
      "12345678",
      "Pas de suivi",
      "pas de numéro",
      "aucun",
      "inconnu",
      "TBD",
      "to do",
      "???",
      "######",
    ],
    ...[
      "numéro de suivi",
      "Lettre simple",
      "remise en main propre",
      "ABC123",
      `${"X".repeat(3)}000`,
      "n° : à venir",
      `Colissimo : ${"X".repeat(4)}`,
    ],
  ])("%j is missing, or says why it is none", (given) => {
    expect(["tracking_number_missing", "damaged_by_spreadsheet"]).toContain(faultOf(given))
  })

  it.each([
    ["6.1E+13", "damaged_by_spreadsheet"],
    ["6,1E+13", "damaged_by_spreadsheet"],
    ["6,11235E+12", "damaged_by_spreadsheet"],
    ["6E+13", "damaged_by_spreadsheet"],
    ["6.1e13", "damaged_by_spreadsheet"],
    ["61 123 456 789.0", "damaged_by_spreadsheet"],
    ["61123456789.0", "damaged_by_spreadsheet"],
    ["61123456789,00", "damaged_by_spreadsheet"],
    ["#####", "damaged_by_spreadsheet"],
    ["#N/A", "damaged_by_spreadsheet"],
    ["#REF!", "damaged_by_spreadsheet"],
    ["#VALUE!", "damaged_by_spreadsheet"],
    ["#VALEUR!", "damaged_by_spreadsheet"],
    ["#DIV/0!", "damaged_by_spreadsheet"],
    ["#NOM?", "damaged_by_spreadsheet"],
    ...[
      ...[
        "12-mars",
        "12-Mar",
        "12 mars",
        "mars-26",
        "Mar-26",
        "12-mars-26",
        "12 mars 2026",
        "1-févr.",
        "Aug-2026",
      ],
      ...["31 août 2026", "déc-26", "12-juil.", "March 12, 2026", "12/03/2026", "12-03-2026", "12.03.2026"],
      ...[
        "12 03 2026",
        "2026-03-12",
        "2026/3/12",
        "2026-03-12T10:15:00Z",
        "12/03/2026 10:15",
        "3/12/26",
        "12-03",
      ],
      ...[
        "12/03/2026 00:00:00",
        "2026-03-12 10:15:00",
        "45363",
        "45 363",
        "45363.75",
        "36526",
        "Colissimo 12-mars",
      ],
      ...["n° 45363", "１２／０３／２０２６", "12—mars"],
    ].map((given) => [given, "date"]),
    ...[
      ...["340434161094012000", "3404341610940120000", "Colissimo 340434161094012000"],
      ...["34043416109401200000000000", "3404 3416 1094 0120 00"],
    ].map((given) => [given, "rounded"]),
    ["=A1&B1", "several_numbers"],
    ["voir mail", "no_digits"],
    ["chez le voisin", "no_digits"],
    ["A1", "too_short"],
    ["A;B", "forbidden_characters"],
    ["6A54658971007;", "forbidden_characters"],
    ["6А54658971007", "forbidden_characters"],
    ["9".repeat(51), "too_long"],
    ["A1".repeat(60), "too_long"],
  ])("%j is no number: %s", (given, reason) => {
    expect(faultOf(given)).toBe(reason)
  })
})

it("takes every number with a right check digit, as it stands and in groups of four", () => {
  fc.assert(
    fc.property(checkedNumber, ({ carrier, number }) => {
      expect(read(number)).toEqual({ number, label: null, fault: null })
      const grouped = number.replace(/.{4}(?=.)/g, "$& ")
      expect(read(grouped, carrier.key)).toEqual({ number, label: null, fault: null })
    }),
    { numRuns: 5000 }
  )
})

it("is total, and what it takes is letters and digits", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 120 }), (given) => {
      const { number, fault } = read(given)
      if (fault === null) expect(number).toMatch(/^[A-Z0-9]{4,50}$/)
    }),
    { numRuns: 2000 }
  )
})
