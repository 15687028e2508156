/** What readers reported within a time: for the report of the site. */
export { mistakesBetween } from './store.ts'
