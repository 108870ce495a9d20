const path = require("node:path")

/** Whether a file, with or without its ending, is or is in `folder`, whose `**` stands for any folders. */
function isIn(folder, file) {
  if (file === folder || file === folder.replace(/\.ts$/, "") || file.startsWith(`${folder}/`)) return true
  const [start, end] = folder.split("**/")
  return end !== undefined && file.startsWith(start) && `/${file.replace(/\.ts$/, "")}.ts`.endsWith(`/${end}`)
}

/** Position and folder of a file, by the longest path of `floors` that fits it; null for a file outside of them. */
function placeOf(floors, file) {
  let place = null
  floors.forEach((group, position) => {
    for (const folder of [group].flat()) {
      if (isIn(folder, file) && (!place || folder.length > place.folder.length)) place = { folder, position }
    }
  })
  return place
}

/**
 * An import may lead down the floors, never up or to a neighbor. Type imports, re-exports and `import()` count. A folder
 * of `reach` imports, outside itself, only what is listed for it. What is in `types` is imported with `import type`.
 */
module.exports = {
  meta: {
    type: "problem",
    docs: { description: "A file imports from its own folder and from those below it." },
    messages: {
      upward: "{{ from }} may not import {{ to }}: it does not stand below it (scripts/lint/floors.js).",
      outOfReach:
        "{{ from }} may not import {{ to }}: it may import only {{ reach }} (scripts/lint/floors.js).",
      value: "{{ to }} holds types: import it with `import type`.",
      homeless: "{{ file }} is in no folder of scripts/lint/floors.js.",
    },
    schema: [
      {
        type: "object",
        properties: {
          root: { type: "string" },
          floors: { type: "array" },
          reach: { type: "object" },
          types: { type: "array" },
        },
        required: ["root", "floors"],
        additionalProperties: false,
      },
    ],
  },
  create(context) {
    const [{ root, floors, reach = {}, types = [] }] = context.options
    const inside = (file) => path.relative(root, file).split(path.sep).join("/")
    const file = inside(context.filename)
    const from = placeOf(floors, file)
    const faultOf = (target, isType) => {
      const to = placeOf(floors, target)
      if (!to) return null
      const data = { from: from.folder, to: to.folder }
      if (types.includes(to.folder) && !isType) return { messageId: "value", data }
      if (to.folder === from.folder) return null
      if (to.position >= from.position) return { messageId: "upward", data }
      const allowed = reach[from.folder]
      return !allowed || allowed.some((folder) => isIn(folder, target))
        ? null
        : { messageId: "outOfReach", data: { ...data, reach: allowed.join(", ") } }
    }
    const check = (source, isType = false) => {
      if (!from || typeof source?.value !== "string" || !source.value.startsWith(".")) return
      const fault = faultOf(inside(path.resolve(path.dirname(context.filename), source.value)), isType)
      if (fault) context.report({ node: source, ...fault })
    }
    return {
      Program(node) {
        if (!from && !file.startsWith("..")) context.report({ node, messageId: "homeless", data: { file } })
      },
      ImportDeclaration: ({ source, importKind }) => check(source, importKind === "type"),
      ExportNamedDeclaration: ({ source, exportKind }) => check(source, exportKind === "type"),
      ExportAllDeclaration: ({ source, exportKind }) => check(source, exportKind === "type"),
      ImportExpression: ({ source }) => check(source),
      TSImportType: ({ source }) => check(source, true),
      TSExternalModuleReference: ({ expression }) => check(expression),
      "CallExpression[callee.name='require']": ({ arguments: [source] }) => check(source),
    }
  },
}
