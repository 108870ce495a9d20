const path = require("node:path")

/** Position and folder of a file, by the longest path of `floors` that fits it; null for a file outside of them. */
function placeOf(floors, file) {
  let place = null
  floors.forEach((group, position) => {
    for (const folder of [group].flat()) {
      const fits = file === folder || file === folder.replace(/\.ts$/, "") || file.startsWith(`${folder}/`)
      if (fits && (!place || folder.length > place.folder.length)) place = { folder, position }
    }
  })
  return place
}

/** An import may lead down the floors, never up or to a neighbor. Type imports, re-exports and `import()` count. */
module.exports = {
  meta: {
    type: "problem",
    docs: { description: "A file imports from its own folder and from those below it." },
    messages: {
      upward: "{{ from }} may not import {{ to }}: it does not stand below it (scripts/lint/floors.js).",
      homeless: "{{ file }} is in no folder of scripts/lint/floors.js.",
    },
    schema: [
      {
        type: "object",
        properties: { root: { type: "string" }, floors: { type: "array" } },
        required: ["root", "floors"],
        additionalProperties: false,
      },
    ],
  },
  create(context) {
    const [{ root, floors }] = context.options
    const inside = (file) => path.relative(root, file).split(path.sep).join("/")
    const file = inside(context.filename)
    const from = placeOf(floors, file)
    const check = (source) => {
      if (!from || typeof source?.value !== "string" || !source.value.startsWith(".")) return
      const to = placeOf(floors, inside(path.resolve(path.dirname(context.filename), source.value)))
      if (!to || to.folder === from.folder || to.position < from.position) return
      context.report({ node: source, messageId: "upward", data: { from: from.folder, to: to.folder } })
    }
    return {
      Program(node) {
        if (!from && !file.startsWith("..")) context.report({ node, messageId: "homeless", data: { file } })
      },
      ImportDeclaration: ({ source }) => check(source),
      ExportNamedDeclaration: ({ source }) => check(source),
      ExportAllDeclaration: ({ source }) => check(source),
      ImportExpression: ({ source }) => check(source),
      TSImportType: ({ source }) => check(source),
      TSExternalModuleReference: ({ expression }) => check(expression),
      "CallExpression[callee.name='require']": ({ arguments: [source] }) => check(source),
    }
  },
}
