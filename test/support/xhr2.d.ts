declare module 'xhr2' {
  /** XMLHttpRequest for Node, as the stock Direct Line client wants one. */
  export const XMLHttpRequest: typeof globalThis.XMLHttpRequest;
}
