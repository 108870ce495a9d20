/**
 * Marks the instances of a class for every copy of this package, and returns what recognizes them. An adapter from outside
 * can have a copy of its own, whose classes are other classes: `instanceof` knows only its own copy's. It is made to see
 * the mark too, since an adapter's author may write it.
 */
export function brand<Type>(
  type: abstract new (...args: never[]) => Type,
  name: string
): (value: unknown) => value is Type {
  const mark = Symbol.for(`medusa-plugin-marketplace-connect/${name}`)
  const isMarked = (value: unknown): value is Type =>
    typeof value === "object" && value !== null && mark in value
  Object.defineProperty(type.prototype, mark, { value: true })
  Object.defineProperty(type, Symbol.hasInstance, {
    // A class derived from this one inherits it, and is recognized as usual.
    value(this: unknown, instance: unknown) {
      return this === type ? isMarked(instance) : Function.prototype[Symbol.hasInstance].call(this, instance)
    },
  })
  return isMarked
}
