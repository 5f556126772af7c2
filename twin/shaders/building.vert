// One vertex of a building: fetches what its building is and how it stands at this time, and keeps only what is built.
uniform mat4 p3d_ModelViewProjectionMatrix;
uniform sampler2D buildings;
uniform vec4 clock;                     // x: months; y: selected or -1; z: index of the column shown; w: 1 draws all whole
#ifndef CONTEXT
uniform sampler2DArray states;
uniform sampler2D colours;
#endif

in vec4 p3d_Vertex;
in vec3 p3d_Normal;
in vec4 face;
in uint owner;
in uvec4 part;

out vec3 place, normal;
out vec3 wall;                          // metres along, above the base, above the ground
flat out vec4 size;                     // storeys, storey height, bays of this wall, bays of a room
flat out vec4 tint;                     // wall colour, curtains
flat out vec4 window;
flat out vec4 traits;                   // seed, glass, wall length, number of the wall + building
flat out vec4 state;                    // progress, occupancy, load (clay: storeys in the run), 1 while selected
flat out vec4 built;                    // storeys reached, storeys clad, compute centre?, sort of part
flat out vec4 swatch;                   // colour of the layer, 0 where it says nothing

const int WALL = 0, ROOF = 1, PLANT = 2, SLAB = 3;

#include "states.glsl"

void main() {
    vec4 a = building_row(0), b = building_row(1);
    tint = building_row(2);
    window = building_row(3);
    vec4 e = building_row(4);
    int sort = int(part.x);
    float floors = a.x, storey_m = a.y, base_m = b.x, roof_m = b.y;
#ifdef CONTEXT
    state = vec4(1., .45 + .4 * b.z, 0., 0.);
    swatch = vec4(0.);
#else
    state = state_at(clock.x);
    float lettable = step(.5, state.w);
    float value = clock.z < .5 ? state.r : clock.z < 1.5 ? state.g : state.b;
    swatch = texelFetch(colours, ivec2(int(value * 255. + .5), int(e.x + .5)), 0);
    state.w = abs(clock.y - float(owner)) < .5 ? 1. : 0.;
#ifdef CLAY
    float finished = step(254.5 / 255., state.r) + 1. - clock.w;
    state.b = finished > .5 ? floors : min(storeys_reached(state.r, floors), floors - 1.);
#endif
    state.r = max(state.r, clock.w);
#endif

    float done = step(254.5 / 255., state.r);
#ifndef CONTEXT
    if (clock.z > .5) swatch.a *= done;                                // what is not handed over is neither let nor loaded
    if (clock.z > .5 && clock.z < 1.5) swatch.a *= lettable;           // and a theatre without tenants is not empty
#endif

    // cladding follows the structure, and ends with it
    float reached = storeys_reached(state.r, floors);
    float clad = mix(max(0., min(reached - 2., floor(reached * .62))), floors, done);
    built = vec4(reached, clad, e.y, float(sort));

    vec3 p = p3d_Vertex.xyz;
    bool gone = reached < .5;
    float top_m = base_m + reached * storey_m;
#ifdef GHOST
    gone = reached > .5 || sort == PLANT;
#else
    if (done < .5) {
        if (sort == WALL) p.z = min(p.z, top_m);
        if (sort == ROOF) p.z = min(p.z, top_m);
        if (sort == PLANT) gone = true;
    }
    if (sort == SLAB) gone = gone || done > .5 || float(part.y) > reached - .5 || float(part.y) < clad - 1.5;
#endif

    place = p;
    normal = p3d_Normal;
    wall = vec3(face.x, p.z - base_m, p.z - base_m + e.z);
    size = vec4(floors, storey_m, max(1., floor(face.z / a.z + .5)), a.w);
    traits = vec4(b.z, b.w, face.z, face.w + float(owner) * 1.37);
    gl_Position = gone ? vec4(2., 2., 2., 1.) : p3d_ModelViewProjectionMatrix * vec4(p, 1.);
}
