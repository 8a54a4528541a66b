/** Every step of building. */
import { pictureEveryLook } from './pictures'
import { stories } from './build-stories'

pictureEveryLook('build', stories)
