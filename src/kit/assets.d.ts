/** Style sheets, SQL files and the scripts of public pages that server code imports are plain text, in the bundle and under vitest alike. */
declare module '*.css' {
  const text: string
  export default text
}
declare module '*.sql' {
  const text: string
  export default text
}
declare module '*.browser.js' {
  const text: string
  export default text
}
