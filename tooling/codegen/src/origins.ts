const origins = new WeakMap<object, object>();

/** Lets a made node stand for one of a document. */
export function stand<Made extends object>(made: Made, node: object): Made {
  if (made !== node) origins.set(made, originOf(node));
  return made;
}

/** The node of a document that a made node stands for. */
export const originOf = (node: object): object => origins.get(node) ?? node;
