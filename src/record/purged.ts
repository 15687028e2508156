/** The title that a purge leaves in lists of what was withdrawn. */
export const purgedTitle = '已撤回的信息'
