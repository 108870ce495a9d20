import { carrierByKey } from "../catalog"
import { AMBIGUOUS_SHAPES } from "../data/ambiguous-shapes"
import { detectCarrier } from "../detect"

/** Numbers that identify their carrier; their check digits were computed without this code. */
const CERTAIN: [number: string, carrier: string][] = [
  ["6A98369006023", "colissimo"],
  ["6C67735468482", "colissimo"],
  ["8R74526859695", "colissimo"],
  ["9L38493739640", "colissimo"],
  ["5N01757228464", "colissimo"],
  ["6Q42892693717", "colissimo"],
  ["7Q95562799554", "colissimo"],
  ["8L60636224614", "colissimo"],
  ["9V41627437329", "colissimo"],
  ["9L20524752032", "colissimo"],
  ["6A54658971007", "colissimo"],
  ["8R61032289016", "colissimo"],
  ["LX622297511FR", "laposte-lettre-suivie"],
  ["RR196413410FR", "laposte-lettre-suivie"],
  ["EE163397351FR", "laposte-lettre-suivie"],
  ["RK929603758FR", "laposte-lettre-suivie"],
  ["LB196640734FR", "laposte-lettre-suivie"],
  ["LX877279345FR", "laposte-lettre-suivie"],
  ["87053703886369D", "laposte-lettre-suivie"],
  ["880990698929008", "laposte-lettre-suivie"],
  ["PZ400610348FR", "chronopost"],
  ["XR054773034FR", "chronopost"],
  ["XT879507663FR", "chronopost"],
  ["XU805747202FR", "chronopost"],
  ["XW737883691FR", "chronopost"],
  ["XY075310315FR", "chronopost"],
  ["24455744596598471510563381", "mondial-relay"],
  ["05891928638378401700111350", "mondial-relay"],
  ["CC3359747824", "relais-colis"],
  ["CC230615708306", "relais-colis"],
  ["CC22888886946407", "relais-colis"],
  ["250023177594829", "dpd-fr"],
  ["250377308504584", "dpd-fr"],
  ["00A1B2C3", "gls-fr"],
  ["00KX7T2P", "gls-fr"],
  ["1GSJKINJO13Q", "geodis"],
  ["1G8478840385", "geodis"],
  ["ABCD24XY12", "c-chez-vous"],
  ["ZKTF031234", "c-chez-vous"],
  ["1ZZLFRIE5S5180OEF5", "ups"],
  ["1ZI2L3W1EKWMWKZ648", "ups"],
  ["1ZXE1T8ROQ9OGAG3B2", "ups"],
  ["1Z4X2T621089293968", "ups"],
  ["1ZXX3150YW44070023", "ups"],
  ["00340433761754621569", "dhl-parcel-de"],
  ["00340433071510758287", "dhl-parcel-de"],
  ["00340434770378707114", "dhl-parcel-de"],
  ["00340435756838140041", "dhl-parcel-de"],
  ["JJD015365912712010", "dhl-parcel-de"],
  ["JJDT2MC7OJLIHENA", "dhl-parcel-de"],
  ["JD262447301738058388", "dhl-parcel-de"],
  ["CX296247281DE", "dhl-parcel-de"],
  ["LE981149640DE", "dhl-parcel-de"],
  ["GM9240100555108744", "dhl-ecommerce"],
  ["GM277201428897554479", "dhl-ecommerce"],
  ["RR061205422DE", "deutsche-post"],
  ["XR834839158DE", "deutsche-post"],
  ["CD753273420BE", "bpost"],
  ["RB742936750BE", "bpost"],
  ["3SABCD751077015", "postnl"],
  ["3SA7592256469", "postnl"],
  ["RN243226302NL", "postnl"],
  ["CP583082193NL", "postnl"],
  ["RM822715916GB", "royal-mail"],
  ["JB013401055GB", "royal-mail"],
  ["JD9321075619993705", "yodel"],
  ["H4380214947950577258", "hermes-de"],
  ["H8392480989141378", "hermes-de"],
  ["PRWEHP7065466523536114Z", "correos"],
  ["PZYR2B711671128A", "correos"],
  ["DRBE409470005005708163N", "correos"],
  ["PQ5SGT2322323886215328S", "correos"],
  ["CDK6U14801557269285432H", "correos"],
  ["PX37MJ468588327B", "correos"],
  ["RF771418749ES", "correos"],
  ["RL743113318PT", "ctt"],
  ["1UWYDIXJQAOFP", "poste-italiane"],
  ["5P12A4567890B", "poste-italiane"],
  ["RA44865921340", "poste-italiane"],
  ["2IMA0539184184", "poste-italiane"],
  ["RC538221950IT", "poste-italiane"],
  ["996867478337386945", "swiss-post"],
  ["985763675714751985", "swiss-post"],
  ["RP551534100CH", "swiss-post"],
  ["LZ911312785US", "usps"],
  ["EA022127167US", "usps"],
  ["RR435856426CN", "china-post"],
  ["LK854787962CN", "china-post"],
  ["EV518374660CN", "china-post"],
  ["4PX3009733961974CN", "4px"],
  ["YT6016193328292294", "yunexpress"],
  ["3A5V869228062", "cne"],
  ["BYS614188673", "yanwen"],
  ["UB810167302YP", "yanwen"],
  ["SF1219975913593", "sf-express"],
  ["RF549862367SG", "singapore-post"],
  ["RM630149700MY", "malaysia-post"],
  ["MYPM70926503482", "malaysia-post"],
  ["RB364897235HK", "hongkong-post"],
  ["ASEMJB6EO946Y", "asendia"],
  ["AHOYY8CO7DKF", "asendia"],
  ["TBA199317694121", "amazon-shipping"],
  ["TBC245991790288", "amazon-shipping"],
]

/** Numbers that must not be guessed, with everybody whom they could be of. */
const UNSURE: [number: string, carriers: string[]][] = [
  ["63641805", ["colisweb", "heppner", "mondial-relay"]],
  ["12345678", ["colisweb", "heppner", "mondial-relay"]],
  ["A1B2C3D4", ["gls-fr"]],
  ["733545662", ["tnt"]],
  ["813488500", ["tnt"]],
  ["3520008240", ["dhl-express", "mondial-relay", "relais-colis"]],
  ["2451080365", ["dhl-express", "mondial-relay", "relais-colis"]],
  ["5261455749", ["mondial-relay", "relais-colis"]],
  ["15554525945", ["gls-fr"]],
  ["701498694281", ["colis-prive", "gls-fr", "mondial-relay"]],
  ["976867354787", ["colis-prive", "gls-fr", "mondial-relay"]],
  ["628285323871", ["colis-prive", "fedex", "mondial-relay"]],
  ["914097853683", ["colis-prive", "fedex", "mondial-relay"]],
  ["585712688436", ["colis-prive", "gls-fr", "mondial-relay"]],
  ["701498694287", ["colis-prive", "mondial-relay"]],
  ["87041866038503", ["ciblex", "dpd-de", "dpd-fr", "dpd-uk", "laposte-lettre-suivie", "relais-colis"]],
  ["45670572084419", ["ciblex", "dpd-de", "dpd-fr", "dpd-uk", "relais-colis"]],
  ["66020039831471", ["ciblex", "dpd-de", "dpd-fr", "dpd-uk", "hermes-de", "relais-colis"]],
  ["25035333865965", ["ciblex", "dpd-de", "dpd-fr", "dpd-uk", "relais-colis"]],
  ["13225150639240C", ["chronopost", "dpd-de", "dpd-fr", "dpd-uk"]],
  ["37796245741971R", ["chronopost", "dpd-de", "dpd-fr", "dpd-uk"]],
  ["08979202670432B", ["chronopost", "dpd-de", "dpd-fr", "dpd-uk"]],
  ["968626645039547", ["fedex"]],
  ["5351516298281906", ["evri", "tnt-fr"]],
  ["7543896287397907", ["evri", "tnt-fr"]],
  ["AB12CD34EF5675001", ["colis-prive"]],
  ["Q25552677757", ["colis-prive"]],
  ["Q3282957275575011", ["colis-prive"]],
  ["Q30455402187B1000", ["colis-prive"]],
  ["AB12CD34EF56", ["colis-prive"]],
  ["JJD0002847173504930", ["dhl-express", "dhl-parcel-de", "yodel"]],
  ["JVGL7466697821689501", ["dhl-express"]],
  ["012393320946276614", ["bpost"]],
  ["323218890331788362", ["bpost"]],
  ["329966935963244542287466", ["bpost", "ciblex", "inpost"]],
  ["323283832365566579437505", ["bpost", "ciblex", "inpost"]],
  ["617689693729533028476828", ["bpost", "ciblex", "inpost"]],
  ["92748931507708513018050063", ["mondial-relay", "usps"]],
  ["9400111206206406260787", ["usps"]],
  ["9234748532872481713914", ["usps"]],
  ["CA478065464FR", ["chronopost", "colissimo"]],
  ["CP148803769FR", ["chronopost", "colissimo"]],
  ["CP547294513GB", ["chronopost"]],
  ["EA651521191GB", ["chronopost"]],
  ["6A54658971001", ["colissimo"]],
  ["6C86969338060", ["colissimo"]],
  ["1A95608700813", ["colissimo", "laposte-lettre-suivie"]],
  ["2C97668229522", ["colissimo", "laposte-lettre-suivie"]],
  ["3C13815159316", ["colissimo", "laposte-lettre-suivie"]],
  ["K1506235620", ["ups"]],
  ["H3919835190", ["ups"]],
  ["9658448766061583517498", ["fedex"]],
  ["5493491863938812251179225398732097", ["fedex"]],
  ["008182709980000020033350276C", ["dpd-fr"]],
  ["VD5663420333", ["colis-prive", "relais-colis"]],
  ["LP43278079568178", ["cainiao"]],
  ["CNG71303234699850", ["cainiao"]],
  ["FR7091684658", ["amazon-shipping", "colis-prive"]],
  ["DE3259443934", ["amazon-shipping", "colis-prive"]],
  ["HAB12C5487600766", ["evri"]],
  ["T0APMZ0752976824", ["evri"]],
  ["XR142808241JP", ["chronopost"]],
  ["RR595529275JP", ["chronopost"]],
  ["SHIP2026", ["gls-fr"]],
  ["00ABCDEF", ["gls-fr"]],
  ["00123456", ["colisweb", "heppner", "mondial-relay"]],
  ["250365769095", ["colis-prive", "dpd-fr", "mondial-relay"]],
]

/** Numbers of no known carrier: wrong check digits, wrong shapes. */
const UNKNOWN = [
  "13225150639240Z",
  "9434611206206407667131",
  "RR435856429CN",
  "LX877279343FR",
  "1Z4X2T621089293965",
  "K1506235622",
  "00174694923924224400",
  "999999999",
  "ABC",
  "PRWEHP7065466523536114O",
  "TBX258847638172",
  "1234567",
  "",
  "6A 5465",
  "6A54658971007X",
  "١٢٣٤٥٦٧٨",
]

/** With these carriers in use, the number is of this one; null where more than one of them fits. */
const WITH_ENABLED: [number: string, enabled: string[], carrier: string | null][] = [
  ["36418053", ["mondial-relay", "colissimo"], "mondial-relay"],
  ["36418053", ["mondial-relay", "heppner"], null],
  ["36418053", ["colissimo", "chronopost"], null],
  ["2451080365", ["dhl-express", "dpd-fr"], "dhl-express"],
  ["2451080365", ["dhl-express", "mondial-relay"], null],
  ["701498694281", ["gls-fr", "fedex"], "gls-fr"],
  ["701498694281", ["gls-fr", "mondial-relay"], null],
  ["628285323871", ["fedex"], "fedex"],
  ["628285323871", ["gls-fr"], null],
  ["13225150639240C", ["dpd-fr", "colissimo"], "dpd-fr"],
  ["13225150639240C", ["dpd-fr", "chronopost"], null],
  ["56705720844196", ["ciblex"], "ciblex"],
  ["92748931507708513018050063", ["mondial-relay"], "mondial-relay"],
  ["92748931507708513018050063", ["mondial-relay", "usps"], null],
  ["JJD0002471735049307", ["yodel"], "yodel"],
  ["JJD0002471735049307", ["dhl-parcel-de", "dhl-express"], null],
  ["CP488037661FR", ["colissimo"], "colissimo"],
  ["1A56087008139", ["laposte-lettre-suivie"], "laposte-lettre-suivie"],
  ["6A54658971007", ["chronopost"], "colissimo"],
  ["13225150639240Z", ["dpd-fr"], null],
]

const detect = (number: string, enabled: string[] = []) => detectCarrier(number, new Set(enabled))
const keys = (number: string) =>
  detect(number)
    .candidates.map(({ carrier }) => carrier.key)
    .sort()

describe("a carrier from its number", () => {
  it("has a table of at least 120 numbers", () => {
    const numbers = [...CERTAIN, ...UNSURE].map(([number]) => number)
    expect(new Set([...numbers, ...UNKNOWN]).size).toBe(numbers.length + UNKNOWN.length)
    expect(numbers.length + UNKNOWN.length).toBeGreaterThanOrEqual(120)
  })

  it.each(CERTAIN)("%s is beyond doubt of %s", (number, key) => {
    expect(detect(number)).toMatchObject({ outcome: "certain", carrier: { key } })
  })

  it.each(UNSURE)("%s is not guessed", (number, carriers) => {
    expect(detect(number)).toMatchObject({ outcome: "unsure", carrier: null })
    expect(keys(number)).toEqual(carriers)
  })

  it.each(UNKNOWN.map((number) => [number]))("%j is of no carrier", (number) => {
    expect(detect(number)).toEqual({ outcome: "none", carrier: null, candidates: [] })
  })

  it.each(WITH_ENABLED)("%s with %j in use is of %s", (number, enabled, key) => {
    expect(detect(number, enabled).carrier?.key ?? null).toBe(key)
  })

  it("names the strongest candidate first", () => {
    expect(detect("701498694281").candidates[0]).toMatchObject({
      carrier: { key: "gls-fr" },
      confidence: "medium",
      checked: true,
    })
  })
})

describe("shapes that several carriers share", () => {
  it.each(AMBIGUOUS_SHAPES.map((shape) => [shape.shape, shape] as const))(
    "%s",
    (_, { pattern, carriers }) => {
      const numbers = [...CERTAIN, ...UNSURE]
        .map(([number]) => number)
        .filter((number) => pattern.test(number))
      const found = new Set(numbers.flatMap(keys))
      expect(carriers.filter((key) => !carrierByKey(key))).toEqual([])
      expect(carriers.filter((key) => !found.has(key))).toEqual([])
    }
  )

  it.each(
    AMBIGUOUS_SHAPES.filter(({ distinguished_by }) => distinguished_by === null).map(
      (shape) => [shape.shape, shape] as const
    )
  )("%s are never taken for certain", (_, { pattern }) => {
    expect(CERTAIN.filter(([number]) => pattern.test(number))).toEqual([])
  })
})
