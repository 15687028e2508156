/** How many cases a year brought: for the report of the site. */
export { requestsInYear } from './store/statistics.ts'
