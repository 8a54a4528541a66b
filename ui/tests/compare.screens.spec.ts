/** Comparing, and what a package is made of. */
import { pictureEveryLook } from './pictures'
import { stories } from './compare-story'

pictureEveryLook('compare', stories)
