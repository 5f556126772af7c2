#include "common.glsl"

in vec3 place, normal;
in vec2 along;
flat in vec2 beam;
out vec4 pixel;

void main() {
    vec3 n = normalize(normal) * (gl_FrontFacing ? 1. : -1.);
    bool steel = beam.x < .5;
    if (steel && fwidth(along.y) < .30) {
        // a lattice: chords along both edges, one diagonal in each field
        float field = abs(n.z) > .7 ? along.x : place.z + place.x + place.y;
        float diagonal = abs(fract(field / beam.y * .5) * 2. - 1.) - along.y;
        if (min(along.y, 1. - along.y) > .12 && abs(diagonal) > .14) discard;
    }
#ifdef CLAY
    vec3 c = steel ? vec3(.80, .71, .52) : vec3(.70);
    pixel = vec4(haze(c * clay_shade(n, 1.), place), 1.);
#else
    vec3 albedo = steel ? vec3(.87, .39, .012) : beam.x < 1.5 ? vec3(.72) : vec3(.16);
    vec3 c = albedo * (SUN * max(dot(n, SUN_DIRECTION), 0.) * .493 + ambient(n));
    pixel = finish(haze(c, place), 1.);
#endif
}
