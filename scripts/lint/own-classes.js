/** The first name of `name`, `a.name`, `a.b.name`. */
const rootOf = (node) => (node.type === "MemberExpression" ? rootOf(node.object) : node)

function find(scope, name) {
  return scope ? (scope.set.get(name) ?? find(scope.upper, name)) : undefined
}

/** `instanceof` is for classes of packages and of the language: of our own there can be several copies. */
module.exports = {
  meta: {
    type: "problem",
    docs: { description: "Instances of this package's own classes are recognized by their mark." },
    messages: {
      own: "Another copy of this package has another {{ name }}: recognize it by its mark (src/marketplaces/brand.ts).",
    },
    schema: [],
  },
  create: (context) => ({
    "BinaryExpression[operator='instanceof']"({ right }) {
      const { name } = rootOf(right)
      const definitions = find(context.sourceCode.getScope(right), name)?.defs ?? []
      const isOwn = definitions.some(
        ({ type, parent }) =>
          type === "ClassName" || (type === "ImportBinding" && String(parent.source?.value).startsWith("."))
      )
      if (isOwn)
        context.report({ node: right, messageId: "own", data: { name: context.sourceCode.getText(right) } })
    },
  }),
}
