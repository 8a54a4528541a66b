/** Every step of a release. */
import { pictureEveryLook } from './pictures'
import { stories } from './release-story'

pictureEveryLook('release', stories)
