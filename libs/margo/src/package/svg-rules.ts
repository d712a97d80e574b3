/** Enough to find the root element behind comments and declarations. */
const HEAD = 64 * 1024;
/** Elements that act, or bring in what is no drawing; with any namespace prefix. */
const ACTIVE_ELEMENT = /<(?:[\w.-]{1,64}:)?(script|foreignObject|iframe|object|embed|handler)[\s>/]/i;
const EVENT_HANDLER = /[\s"'/](on[a-z]{1,64})\s{0,64}=/i;
const CHARACTER_REFERENCE = /&#(x[0-9a-f]{1,6}|[0-9]{1,7});?/gi;
const SCRIPT_LINKS = ['javascript:', 'vbscript:', 'data:text', 'data:image/svg', 'data:application'];

/**
 * What is wrong with an SVG as the rest of a sentence. It is shown to people: it may draw, not act. Every pattern has a
 * bounded reach, so the time grows with the length alone.
 */
export function findSvgFault(text: string): string | undefined {
  if (!/<(?:[\w.-]{1,64}:)?svg[\s>]/i.test(text.slice(0, HEAD)))
    return 'is no SVG; correct the media type or the file';
  if (/<!ENTITY/i.test(text)) return 'declares entities; take them out';
  if (/<\?xml-stylesheet/i.test(text)) return 'refers to a style sheet; take it out';
  const element = ACTIVE_ELEMENT.exec(text)?.[1];
  if (element !== undefined) return `has the element ${element}; take it out`;
  const handler = EVENT_HANDLER.exec(text)?.[1];
  if (handler !== undefined) return `has the event handler ${handler}; take it out`;
  return hasScriptLink(text) ? 'links to a script or a document inside itself; take the link out' : undefined;
}

/** Browsers read character references first and skip spaces and control characters in a scheme. */
function hasScriptLink(text: string): boolean {
  const plain = text
    .replace(CHARACTER_REFERENCE, (_, code: string) => characterOf(code))
    .replace(/[\0-\x20\x7f]+/g, '')
    .toLowerCase();
  return SCRIPT_LINKS.some((link) => plain.includes(link));
}

function characterOf(code: string): string {
  const point = /^x/i.test(code) ? parseInt(code.slice(1), 16) : parseInt(code, 10);
  return point <= 0x10ffff ? String.fromCodePoint(point) : '';
}
