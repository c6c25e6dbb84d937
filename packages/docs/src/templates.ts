import { readFileSync } from "node:fs";
import handlebars from "handlebars";
import { remembered } from "./remembered.ts";

handlebars.registerHelper({
  // In a script element, `<` could end it.
  data: (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c"),
});

export const escaped: (text: string) => string = handlebars.escapeExpression;

const compiled = remembered((text) => handlebars.compile<object>(text));
const textOf = (name: string) => readFileSync(new URL(`templates/${name}.hbs`, import.meta.url), "utf8");
let read = remembered(textOf);

export const fill = (name: string, data: object): string => compiled(read(name))(data);

/** Lets a site follow what was changed in the templates. */
export const readTemplatesAgain = (): void => {
  read = remembered(textOf);
};
