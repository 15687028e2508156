/** How much stands in the lists in force: for the report of the site. */
export { servicesListed } from './store.ts'
